import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import {
  noTestSubject,
  noValidationSubject,
  proveLineage,
  type JudgedSinuses,
  type LineageProof,
} from '../../shared/domain/lineage.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Recipe } from './recipe.ts'

type Check = LineageProof['checks'][number]

export interface LineageAudit {
  proof: LineageProof
  /** Checks that a recipe or split was chosen by name to fail, and by what: shown wherever results are, and no damage. */
  declared: (Check & { because: string })[]
  /** All others that do not hold. */
  broken: Check[]
}

/**
 * Proves the lineage of an experiment's models and tells leaks that were asked for from those that were not.
 *
 * @param stages     Every stage of the experiment, by hash.
 * @param evaluated  What has been scored; what the split says where that is not known.
 */
export function auditLineage(
  stages: ReadonlyMap<string, Stage>,
  manifest: DatasetManifest,
  { strict }: Pick<Recipe, 'strict'>,
  evaluated?: ReadonlyMap<string, JudgedSinuses>,
): LineageAudit {
  const proof = proveLineage(stages, manifest, evaluated)
  const reasons = new Map<string, string>([
    ...(strict === false ? [[noValidationSubject, 'it was planned with "strict: false"'] as const] : []),
    ...(manifest.split.unit === 'sinus'
      ? [noTestSubject, noValidationSubject].map(
          (name) => [name, `${manifest.version} was split by sinus, not by subject`] as const,
        )
      : []),
  ])
  const failed = proof.checks.filter(({ ok }) => !ok)
  return {
    proof,
    declared: failed.flatMap((check) => {
      const because = reasons.get(check.name)
      return because === undefined ? [] : [{ ...check, because }]
    }),
    broken: failed.filter(({ name }) => !reasons.has(name)),
  }
}

/** What a plan says of the ancestors of its models; no subject is named. */
export interface PlannedLineage extends Pick<LineageProof, 'models' | 'trainings' | 'outside' | 'checks'> {
  declared: LineageAudit['declared']
}

/**
 * The audit of a plan, before anything of it is computed.
 * @throws AntrumError 'invalid-state' when a model would be judged on subjects that something it descends from has seen.
 */
export function auditPlan(
  stages: readonly Stage[],
  manifest: DatasetManifest,
  recipe: Pick<Recipe, 'strict'>,
): PlannedLineage {
  const { proof, declared, broken } = auditLineage(
    new Map(stages.map((stage) => [stage.hash, stage])),
    manifest,
    recipe,
  )
  if (broken.length > 0)
    throw new AntrumError(
      'invalid-state',
      `This plan would judge models on what they or their ancestors have seen, so nothing was planned: ${broken.map(({ name, found }) => `"${name}" does not hold (${found})`).join('; ')}. ` +
        `Run antrum verify <project>: if it finds ${manifest.version} damaged, restore it; if not, please report this.`,
      broken,
    )
  const { models, trainings, outside, checks } = proof
  return { models, trainings, outside, checks, declared }
}
