import { savePredictions, saveMetrics } from '../../src/main/db/stores/predictions.ts'
import { finishStage } from '../../src/main/db/stores/stages.ts'
import { testMetrics } from '../../src/main/study/ingest.ts'
import { listedAs } from '../../src/shared/domain/dataset.ts'
import type { Prediction } from '../../src/shared/ipc/trainer.ts'
import { createRandom } from '../../src/shared/random.ts'
import { aManifest } from './seeded-project.ts'
import type { SeededProject } from './seeded-project.ts'

/** How far a method's scores stand apart, in standard deviations; more labels bring it closer to `best`. */
const strength: Record<string, { few: number; best: number }> = {
  scratch: { few: 0.5, best: 1.5 },
  autoencoder: { few: 0.8, best: 1.6 },
  residual: { few: 1.8, best: 2.6 },
}

/** Finishes every stage of a seeded project with made-up scores that follow from the seed. */
export async function seedResults(project: SeededProject, finished = 1): Promise<void> {
  const manifest = aManifest()
  const { stages, runs } = project.plan
  const done = { device: 'cpu', seconds: 12, finishedAt: '2026-11-28T09:00:00.000Z' }
  await project.write(async ({ db }) => {
    const evaluated = new Map(runs.map((run) => [run.stage, run]))
    for (const { hash } of stages.slice(0, Math.round(finished * stages.length))) {
      const run = evaluated.get(hash)
      if (run) {
        const { method, labelFraction, foldIndex } = run
        const random = createRandom(`${method} ${labelFraction} ${foldIndex}`)
        const { few, best } = strength[method] ?? strength.scratch
        const gap = few + (best - few) * labelFraction
        const sets = { validation: manifest.split.folds[foldIndex].validation, test: manifest.split.test }
        const predictions = (['validation', 'test'] as const).flatMap((set) =>
          manifest.sinuses
            .filter((sinus) => sets[set].includes(listedAs(manifest.split)(sinus)) && sinus.target !== null)
            .map(({ id, subject, side, target }): Prediction => {
              const logit = random.normal() + (target! - 0.5) * gap
              return { sinus: id, subject, side, set, target: target!, score: 1 / (1 + Math.exp(-logit)) }
            }),
        )
        await savePredictions(db, hash, predictions)
        await saveMetrics(db, hash, testMetrics(predictions))
      }
      await finishStage(db, hash, done)
    }
  })
}
