import type { ReportCase, ReportData, LesionOverlap } from '../../../../src/main/report/report-data.ts'
import { middleOf, sliceOf } from '../../../../src/shared/imaging/cube-slices.ts'
import { findings } from '../../../../src/shared/domain/sinus.ts'
import type { StageRecord } from '../../../../src/main/db/stores/stages.ts'
import { stageFacts } from '../../../../src/main/services/report-facts.ts'
import { publishedBeside } from '../../../../src/main/services/results.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { proveLineage } from '../../../../src/shared/domain/lineage.ts'
import { proveSplit } from '../../../../src/shared/domain/split-proof.ts'
import { studyArms } from '../../../../src/shared/domain/method-names.ts'
import type { Stage } from '../../../../src/shared/domain/stage.ts'
import {
  differencesToBaseline,
  isFinished,
  labelTrends,
  resampledRows,
  subgroupAreas,
  type Evaluation,
} from '../../../../src/shared/metrics/index.ts'
import { methodName } from '../../../../src/main/report/names.ts'
import type { ResolvedRecipe } from '../../../../src/main/study/recipe.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'
import { aBench, anEvaluation, somePredictions } from '../../shared/metrics/cohort.ts'

/** Every method, variant, fraction and fold of a recipe, better with labels and with pretraining. */
export function evaluationsOf(recipe: ReportData['recipe'], subjects = 40): Evaluation[] {
  return studyArms(recipe).flatMap((method, rank) =>
    recipe.labelFractions.flatMap((labelFraction) =>
      Array.from({ length: recipe.folds }, (_, foldIndex) =>
        anEvaluation({
          method,
          labelFraction,
          foldIndex,
          predictions: somePredictions({
            foldIndex,
            subjects,
            signal: 0.1 + 1.2 * labelFraction ** 0.5 + 0.35 * rank,
            seed: `${method} ${labelFraction}`,
          }),
        }),
      ),
    ),
  )
}

export const aReportRecipe = (changes: Record<string, unknown> = {}) =>
  aRecipe({ labelFractions: [0.1, 0.4, 1], ...changes })

/** The whole of what a report needs, made up but consistent; no file is read. */
export function aReport(over: Partial<ReportData> = {}): ReportData {
  const recipe = over.recipe ?? aReportRecipe()
  const evaluations = over.evaluations ?? evaluationsOf(recipe)
  const bench = aBench(evaluations)
  const rows = resampledRows(evaluations, bench)
  const manifest = aManifest()
  const { stages } = expand(recipe as ResolvedRecipe, manifest, 'float32')
  const set = (subjects: number) => ({
    subjects,
    sinuses: 2 * subjects,
    anomalous: Math.round(0.8 * subjects),
    findings: findings.map((finding, i) => ({ finding, sinuses: Math.round(subjects * (0.3 - 0.07 * i)) })),
  })
  return {
    experiment: 'quick-1a2b3c4d',
    createdAt: '2026-01-02T03:04:05.678Z',
    recipe,
    recipeHash: 'cafe'.repeat(16),
    precision: 'float32',
    testSet: { evaluatedModels: 9, reads: 2, straddlingSubjects: 0 },
    dataset: {
      version: '1',
      hash: 'f00d'.repeat(16),
      edgeMm: 64,
      voxels: 32,
      splitSeed: 42,
      test: {
        ...set(40),
        anomalous: evaluations[0].predictions?.filter((one) => one.set === 'test' && one.target).length ?? 30,
      },
      labelled: set(110),
      foldCount: 5,
      folds: Array.from({ length: recipe.folds }, () => ({
        validation: set(14),
        all: set(56),
        train: recipe.labelFractions.map((labelFraction) => ({
          labelFraction,
          set: set(Math.round(56 * labelFraction)),
        })),
      })),
      unlabelled: { subjects: 60, sinuses: 120, watching: 5 },
    },
    cohort: { subjects: 173, scans: 175, transforms: ['rigid'], sinuses: 346, flagged: 4 },
    proof: {
      split: proveSplit(manifest).checks,
      lineage: proveLineage(new Map(stages.map((stage) => [stage.hash, stage])), manifest),
    },
    synthetic: true,
    evaluations,
    rows,
    differences: differencesToBaseline(evaluations, bench, { name: methodName }),
    trends: labelTrends(rows),
    subgroups: subgroupAreas(evaluations, bench, someTraits(evaluations)),
    published: publishedBeside(rows, recipe),
    overlaps: someOverlaps(),
    cases: [
      aCase(),
      aCase({ verdict: 'wrong', sinus: 'sub-0007_R', subject: 'sub-0007', side: 'right', score: 0.213 }),
    ],
    stages: stageFacts(stages.map(finished), new Map(stages.map(effortOf))),
    software: [
      { name: 'Antrum', version: '0.1.0' },
      { name: 'Node', version: '24.0.0' },
    ],
    machine: 'a processor, 2 cores, 8 GB of memory, linux x64',
    ...over,
  }
}

const finished = (stage: Stage, i: number): StageRecord => ({
  stage,
  state: 'finished',
  reason: null,
  trainer: null,
  device: 'cpu, a processor',
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 3.4 + i,
  finishedAt: '2026-01-01T00:01:00.000Z',
  ...{ stepsDone: null, stepsTotal: null, epochIndex: null, epochs: null, loss: null, stepSeconds: null },
  lastEventAt: null,
  expectedSeconds: null,
})

const effortOf = (stage: Stage): [string, Record<string, { value: number }>] => {
  const isTraining = stage.kind !== 'residuals' && stage.kind !== 'evaluate'
  const steps = stage.kind === 'pretrain' ? 120 : 40
  const effort = { epochs: 10, steps, samplesSeen: 8 * steps, parameters: 521_000 }
  const metrics = Object.entries(isTraining ? effort : {}).map(([name, value]) => [name, { value }])
  return [stage.hash, Object.fromEntries(metrics) as Record<string, { value: number }>]
}

/** Findings by turns over the anomalous test sinuses. */
function someTraits(evaluations: readonly Evaluation[]) {
  const test = evaluations.find(isFinished)?.predictions.filter(({ set }) => set === 'test') ?? []
  return test.map(({ side, target }, i) => ({ side, finding: target ? findings[i % 4] : null }))
}

function someOverlaps(): LesionOverlap[] {
  const random = createRandom('overlaps')
  return Array.from({ length: 48 }, (_, i) => {
    const chance = 0.004 + 0.08 * random.uniform() ** 2
    const auroc = Math.min(0.99, 0.8 + 0.09 * random.normal())
    return {
      sinus: `sub-${i}_L`,
      finding: findings[i % 4],
      auroc,
      hitShare: Math.min(1, Math.max(0, 0.45 + 0.2 * random.normal())),
      dice: 0.3,
      chance,
      lesionVoxels: Math.round(chance * 32768),
      topVoxels: 328,
    }
  })
}

/** A dark cavity with a bright ball at its floor, blurred by a pretend autoencoder that leaves the ball out. */
export function aCase(over: Partial<ReportCase> = {}): ReportCase {
  const edge = 32
  const random = createRandom('case')
  const volume = (value: (i: number, j: number, k: number) => number) =>
    Float32Array.from({ length: edge ** 3 }, (_, at) =>
      value(at % edge, Math.floor(at / edge) % edge, Math.floor(at / edge ** 2)),
    )
  const cavity = (i: number, j: number, k: number) => Math.hypot((i - 15) / 9, (j - 16) / 11, (k - 16) / 11)
  const ball = (i: number, j: number, k: number) => Math.hypot(i - 16, j - 15, k - 10) < 4.5
  const reconstruction = volume((i, j, k) => 0.55 / (1 + Math.exp(-8 * (cavity(i, j, k) - 1))) + 0.08)
  const input = volume(
    (i, j, k) => (ball(i, j, k) ? 0.85 : reconstruction[i + edge * (j + edge * k)]) + 0.05 * random.normal(),
  )
  const lesion = volume((i, j, k) => (ball(i, j, k) ? 1 : 0))
  const residual = input.map((value, at) => Math.min(1, 1.25 * Math.abs(value - reconstruction[at])))
  const at = middleOf(lesion, edge)!
  const side = over.side ?? 'left'
  const cut = (data: Float32Array, plane: 'coronal' | 'axial') => sliceOf(data, edge, plane, at, side)
  return {
    verdict: 'right',
    sinus: 'sub-0003_L',
    subject: 'sub-0003',
    side,
    target: 1,
    finding: 'polyp',
    score: 0.934,
    method: 'residual',
    labelFraction: 1,
    foldIndex: 0,
    through: 'the lesion’s middle',
    views: (['coronal', 'axial'] as const).map((plane) => ({
      plane,
      input: cut(input, plane),
      reconstruction: cut(reconstruction, plane),
      residual: cut(residual, plane),
      lesion: cut(lesion, plane),
    })),
    ...over,
  }
}
