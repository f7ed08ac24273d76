import path from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { StageKind, StageOf } from '../../shared/domain/stage.ts'
import { maximumAt, middleOf, sliceOf, type Plane } from '../../shared/imaging/cube-slices.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import type { ChosenCase } from '../report/choose-cases.ts'
import type { ReportCase } from '../report/report-data.ts'
import { lesionInCube } from './lesion-overlap.ts'
import type { LesionTruth } from './lesion-truth.ts'
import { readNiftiFile } from './nifti-file.ts'
import { openResiduals } from './residual-volumes.ts'

/** Cuts the slices of a chosen case out of its volume, reconstruction and residual. */
export async function showCase(
  project: Project,
  manifest: DatasetManifest,
  stages: readonly StageRecord[],
  truth: LesionTruth | null,
  { verdict, evaluation, prediction }: ChosenCase,
): Promise<ReportCase> {
  const { sinus: id, subject, side, target, score } = prediction
  const { method, labelFraction, foldIndex } = evaluation
  const sinus = manifest.sinuses.find((one) => one.id === id)
  const finding = sinus?.finding ?? null
  const about = {
    verdict,
    sinus: id,
    subject,
    side,
    target,
    finding,
    score,
    method,
    labelFraction,
    foldIndex,
  }
  const hash = residualsFor(evaluation, stages)
  const residuals = hash ? await openResiduals(path.join(project.paths.stages, hash)) : null
  if (!sinus || !residuals?.has(id)) return { ...about, through: '', views: [] }

  const input = (await readNiftiFile(path.join(project.paths.volumes, manifest.version, sinus.file))).volume
  const residual = await residuals.residual(id)
  const difference = await residuals.difference(id)
  const reconstruction = input.data.map((value, voxel) => value - difference[voxel])
  const lesion = truth && (await lesionInCube(project, manifest, sinus, truth))
  const edge = residuals.voxels
  const middle = lesion && middleOf(lesion, edge)
  const at = middle ?? maximumAt(residual, edge)
  const cut = (volume: Float32Array, plane: Plane) => sliceOf(volume, edge, plane, at, side)
  return {
    ...about,
    through: middle ? 'the middle of the lesion' : 'the brightest voxel of the residual',
    views: (['coronal', 'axial'] as const).map((plane) => ({
      plane,
      input: cut(input.data, plane),
      reconstruction: cut(reconstruction, plane),
      residual: cut(residual, plane),
      lesion: lesion && cut(lesion, plane),
    })),
  }
}

/**
 * The finished residuals this model descends from; for a model without, those of its fold, else the first.
 *
 * @param records  All stages of its experiment.
 * @returns        Their hash; undefined when the experiment has none.
 */
export function residualsFor(
  { stage, foldIndex }: { stage: string; foldIndex: number },
  records: readonly StageRecord[],
): string | undefined {
  const byHash = new Map(records.map((record) => [record.stage.hash, record]))
  const isDone = (hash: string | undefined) => hash !== undefined && byHash.get(hash)?.state === 'finished'
  const { encoder } = modelBehind(stage, byHash)
  const own = encoder?.inputs.residuals
  if (isDone(own)) return own

  const finished = records.flatMap(({ stage, state }) =>
    stage.kind === 'residuals' && state === 'finished' ? [stage] : [],
  )
  const foldOf = (cae: string) => {
    const made = byHash.get(cae)?.stage
    return made?.kind === 'cae' ? made.params.foldIndex : null
  }
  return (finished.find(({ inputs }) => foldOf(inputs.cae) === foldIndex) ?? finished[0])?.hash
}

/** What an `evaluate` stage evaluates: the classifier, and the pretraining it started from, if there was one. */
export function modelBehind(
  evaluate: string,
  records: ReadonlyMap<string, Pick<StageRecord, 'stage'>>,
): { classifier: StageOf<'finetune'> | undefined; encoder: StageOf<'pretrain'> | undefined } {
  const found = <K extends StageKind>(kind: K, hash = '') => {
    const stage = records.get(hash)?.stage
    return stage?.kind === kind ? (stage as unknown as StageOf<K>) : undefined
  }
  const classifier = found('finetune', found('evaluate', evaluate)?.inputs.classifier)
  return { classifier, encoder: found('pretrain', classifier?.inputs.encoder) }
}
