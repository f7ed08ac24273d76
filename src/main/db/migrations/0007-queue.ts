import type { Stage } from '../../../shared/domain/stage.ts'
import type { Migration } from './index.ts'

export const queue: Migration = {
  name: '0007-queue',
  up: (sqlite) => {
    sqlite.exec(`
      -- Place in the queue; null: not in it.
      ALTER TABLE experiments ADD COLUMN queue_position INTEGER;

      -- Higher goes first.
      ALTER TABLE stages ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE stages ADD COLUMN expected_seconds REAL CHECK (expected_seconds >= 0);
      -- Where in a study it belongs: in its definition or that of what it reads, here for lists of thousands.
      ALTER TABLE stages ADD COLUMN method TEXT;
      ALTER TABLE stages ADD COLUMN fold_index INTEGER;
      ALTER TABLE stages ADD COLUMN label_fraction REAL;
      CREATE INDEX stages_by_state ON stages (state);
    `)
    const rows = sqlite.prepare('SELECT hash, definition FROM stages').all() as Record<string, string>[]
    const stages = new Map(rows.map(({ hash, definition }) => [hash, JSON.parse(definition) as Stage]))
    const place = sqlite.prepare(
      'UPDATE stages SET method = ?, fold_index = ?, label_fraction = ? WHERE hash = ?',
    )
    for (const [hash, stage] of stages) place.run(...placeOf(stage, stages), hash)
  },
}

/** As stages were on the day of this migration: it has to read old projects for ever. */
function placeOf(
  stage: Stage | undefined,
  stages: ReadonlyMap<string, Stage>,
): [method: string | null, foldIndex: number | null, labelFraction: number | null] {
  switch (stage?.kind) {
    case 'cae':
      return [null, stage.params.foldIndex, null]
    case 'residuals':
      return placeOf(stages.get(stage.inputs.cae), stages)
    case 'pretrain':
      return [stage.params.method, placeOf(stages.get(stage.inputs.residuals ?? ''), stages)[1], null]
    case 'finetune':
      return [stage.params.method, stage.params.foldIndex, stage.params.labelFraction]
    case 'evaluate':
      return placeOf(stages.get(stage.inputs.classifier), stages)
    case undefined:
      return [null, null, null]
  }
}
