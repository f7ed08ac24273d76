import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { saveLabels } from '../../src/main/db/stores/labels.ts'
import { sinusId } from '../../src/shared/domain/sinus.ts'
import { addUsedScans } from './database.ts'
import { aFolder } from './project.ts'
import { aTrainedStudy } from './trained-study.ts'

/**
 * A finished study of residual prediction with readable residuals, whose subjects and labels are in the project too: 52
 * sinuses, 40 of them labelled, 12 in the test set.
 */
export async function aReviewStudy(above = aFolder()) {
  const study = await aTrainedStudy({ methods: ['residual'] }, above)
  const { manifest } = study
  for (const { hash } of study.all('residuals')) {
    const folder = path.join(study.folder, 'stages', hash)
    const sinuses = manifest.sinuses.map(({ id }) => id)
    writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ voxels: manifest.voxels, sinuses }))
    // Each residual is its row number everywhere: told apart at a glance.
    const volumes = sinuses.map((_, row) => new Float32Array(manifest.voxels ** 3).fill(row / sinuses.length))
    writeFileSync(
      path.join(folder, 'residuals.f32'),
      Buffer.concat(volumes.map(({ buffer }) => Buffer.from(buffer))),
    )
  }
  await study.write(async ({ db }) => {
    await addUsedScans(db, [...new Set(manifest.sinuses.map(({ subject }) => subject))])
    await saveLabels(
      db,
      manifest.sinuses
        .filter(({ target }) => target !== null)
        .map(({ subject, side, target }) => ({
          ...{
            subject,
            side,
            annotator: 'sheet',
            label: target === 1 ? 'anomalous' : 'normal',
            findings: [],
          },
        })),
    )
  })
  /** What a payload about a reader's screen must not hold before the answer, as text. */
  const secrets = [
    ...manifest.sinuses.flatMap(({ id, subject, sha256 }) => [id, subject, sha256]),
    ...(['cae', 'residuals', 'pretrain', 'finetune', 'evaluate'] as const).flatMap((kind) =>
      study.all(kind).map(({ hash }) => hash),
    ),
    ...['score', 'label', 'target', 'finding', 'residual', 'anomalous', 'normal', 'annotator', 'blind'],
  ]
  return { ...study, secrets, idOf: sinusId }
}
