import { withProject } from '../project.ts'
import { count } from '../report/numbers.ts'
import type { VerifyReport } from '../../shared/ipc/outputs.ts'
import { verifyProject } from '../services/verify.ts'
import type { CliCommand } from './command.ts'

export const verify: CliCommand = {
  usage: 'verify <project> [experiment]',
  summary: 'recompute hashes, metrics and lineage; exit 1 when something is not as it was',
  run: async (context, [folder, experiment]) => {
    const report = await withProject(folder, 'read', (project) =>
      verifyProject(project, experiment ?? null, context),
    )
    return { json: report, text: asText(report), failed: !report.ok }
  },
}

function asText({ ok, failures, notes, checked, lineage }: VerifyReport): string {
  const { scans, volumes, stages, files, predictions, metrics } = checked
  return [
    `Looked at ${count(files, 'file')}: ${count(scans, 'scan')}, ${count(volumes, 'volume')}, ${count(stages, 'finished stage')}; ` +
      `${count(predictions, 'stored prediction')} and ${count(metrics, 'metric')}.`,
    ...lineage.flatMap(({ experiment, models, trainings, checks }) => [
      `Lineage of ${experiment}: ${count(models, 'model')}, ${count(trainings, 'training')} behind them.`,
      ...checks.map(
        ({ name, ok: holds, found }) => `  ${holds ? 'proved' : 'BROKEN'}     ${name} (${found})`,
      ),
    ]),
    ...notes.map((note) => `  note       ${note}`),
    ...failures.map(({ file, reason }) => `  FAILED     ${file}: ${reason}`),
    ok
      ? 'Everything is as it was written.'
      : `${count(failures.length, 'thing is', 'things are')} not as written.`,
  ].join('\n')
}
