import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { agreeOnLabel, sinusKey } from '../../shared/domain/agreed-labels.ts'
import { listedAs, type DatasetManifest, type DatasetSinus } from '../../shared/domain/dataset.ts'
import { sinusId } from '../../shared/domain/sinus.ts'
import {
  duplicateSinuses,
  noSharedSubject,
  proveSplit,
  type SplitProof,
} from '../../shared/domain/split-proof.ts'
import {
  drawSplit,
  enlargedFractions,
  type LabelledSubject,
  type SplitOptions,
} from '../../shared/domain/splits.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { TestSetAccess } from '../../shared/ipc/results.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listDatasets, saveDataset, type DatasetVersion } from '../db/stores/datasets.ts'
import { listLabels } from '../db/stores/labels.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listSinuses, type ExtractedSinus } from '../db/stores/sinuses.ts'
import type { Project } from '../project.ts'
import { manifestHash } from '../study/hash.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { planExtraction } from './extract.ts'
import { ensurePacked, readSinusVolume } from './packed-volumes.ts'
import type { ServiceContext } from './service-context.ts'
import { testSetAccess } from './test-set-access.ts'

export interface FreezeOptions {
  /** Version name; v1, v2, … when left out. */
  name?: string
  split: SplitOptions
  /** 'sinus' splits as the released code did, both sinuses of a subject wherever they fall; by subject when left out. */
  unit?: 'subject' | 'sinus'
  leaveOutFlagged: boolean
  /** Subjects to leave out. */
  leaveOut: readonly string[]
}

export interface FreezeReport {
  manifest: DatasetManifest
  proof: SplitProof
  /** How often the test set of this content was looked at before. */
  testSet: TestSetAccess
  /** False when the same content had been frozen before: that version is returned. */
  created: boolean
  warnings: string[]
}

/**
 * Freezes what has been extracted and labelled into a dataset version: copies of the volumes, targets and splits, never
 * changed again. The same content gives the same hash and no new version; a corrected label or another byte a new one.
 *
 * @throws AntrumError 'invalid-state' when extraction is missing or out of date, 'split-impossible', 'already-exists' for
 *   a name in use, 'corrupt-data' for a damaged volume, 'usage', 'cancelled', 'disk-full'.
 */
export async function freezeDataset(
  project: Project,
  options: FreezeOptions,
  context: ServiceContext,
): Promise<FreezeReport> {
  const extracted = await chooseSinuses(project, options)
  const { sinuses, warnings } = await withTargets(project, extracted)
  refuseDuplicates(sinuses)
  const ungrouped = options.unit === 'sinus'
  const { labelled, unlabelled } = byUnit(sinuses, listedAs(ungrouped ? { unit: 'sinus' } : {}))
  const drawn = drawSplit(labelled, unlabelled, options.split)
  const split = ungrouped ? { unit: 'sinus' as const, ...drawn } : drawn
  const [{ edgeMm, voxels }] = extracted
  const content = { schema: 1 as const, edgeMm, voxels, sinuses, split }
  const hash = manifestHash(content)
  const proof = proveSplit(content)
  const failed = proof.checks.filter(({ ok, name }) => !ok && !(ungrouped && name === noSharedSubject))
  if (failed.length > 0) {
    throw new AntrumError(
      'split-impossible',
      `The split breaks its own rules: ${failed.map((c) => c.name).join('; ')}. Please report this.`,
      proof,
    )
  }
  if (ungrouped) warnings.unshift(describeStraddling(proof, new Set(sinuses.map((s) => s.subject)).size))
  warnings.push(...describeEnlarged(split))

  const testSet = await testSetAccess(project, { hash })
  const versions = await listDatasets(project.db)
  const same = versions.find((version) => version.hash === hash)
  const version = same?.version ?? chooseName(options.name, versions)
  const manifest: DatasetManifest = { ...content, version, hash }
  if (same) {
    if (options.name && options.name !== version)
      warnings.push(`This content is frozen already, as ${version}.`)
    await ensurePacked(path.join(project.paths.volumes, version), manifest, context.signal)
    return { manifest, proof, testSet, created: false, warnings }
  }
  await writeVersion(project, manifest, extracted, context)
  await saveDataset(project.db, manifest, proof)
  await logAction(project.db, 'freeze', { version, hash, sinuses: sinuses.length })
  return { manifest, proof, testSet, created: true, warnings }
}

/** The extracted sinuses to freeze, by id; all made the same way from what the project holds now. */
async function chooseSinuses(
  project: Project,
  { leaveOut, leaveOutFlagged }: FreezeOptions,
): Promise<ExtractedSinus[]> {
  const all = await listSinuses(project.db)
  const run = 'Run: antrum extract <project>'
  if (all.length === 0) throw new AntrumError('invalid-state', `No sinus has been extracted yet. ${run}`)
  const unknown = leaveOut.find((subject) => !all.some((sinus) => sinus.subject === subject))
  if (unknown)
    throw new AntrumError('not-found', `There is no extracted subject ${unknown} to leave out. Check the id.`)

  const jitterSeed = await readSetting(project.db, 'cubeJitterSeed')
  const { planned } = await planExtraction(project, { ...all[0], jitterSeed })
  const made = new Map(all.map((sinus) => [sinus.file, sinus]))
  const wanted = planned.filter(({ subject }) => !leaveOut.includes(subject))
  const outdated = wanted.filter(({ file, recipeHash }) => made.get(file)?.recipeHash !== recipeHash)
  if (outdated.length > 0) {
    throw new AntrumError(
      'invalid-state',
      `${outdated.length} of ${wanted.length} sinuses are missing or were extracted before scans, registrations or centroids ` +
        `changed (${outdated[0].subject} ${outdated[0].side} first). ${run}`,
    )
  }
  const chosen = wanted
    .map(({ file }) => made.get(file)!)
    .filter(({ flagged }) => !(flagged && leaveOutFlagged))
  if (chosen.length === 0)
    throw new AntrumError('invalid-state', 'Every sinus was left out: nothing remains to freeze.')
  const id = ({ subject, side }: ExtractedSinus) => sinusId(subject, side)
  return chosen.sort((a, b) => (id(a) < id(b) ? -1 : 1))
}

async function withTargets({ db }: Project, extracted: readonly ExtractedSinus[]) {
  const labels = Map.groupBy(await listLabels(db), sinusKey)
  const warnings: string[] = []
  let disputed = 0
  const sinuses = extracted.map(({ subject, side, sha256: voxelHash }): DatasetSinus => {
    const given = labels.get(sinusKey({ subject, side }))
    const agreed = given ? agreeOnLabel(given) : null
    if (given && !agreed) disputed++
    const id = sinusId(subject, side)
    return {
      id,
      subject,
      side,
      file: `${id}.nii`,
      sha256: voxelHash,
      target: agreed?.target ?? null,
      finding: agreed?.finding ?? null,
    }
  })
  const present = new Set(extracted.map(sinusKey))
  const absent = [...labels.keys()].filter((key) => !present.has(key)).length
  const flagged = extracted.filter((sinus) => sinus.flagged).length
  if (disputed > 0)
    warnings.push(
      `${disputed} sinuses count as unlabelled: as many annotators call them normal as anomalous.`,
    )
  if (absent > 0)
    warnings.push(`${absent} labelled sinuses are not in this version: not extracted, or left out.`)
  if (flagged > 0)
    warnings.push(`${flagged} flagged sinuses are in this version; --leave-out-flagged leaves them out.`)
  return { sinuses, warnings }
}

function refuseDuplicates(sinuses: readonly DatasetSinus[]): void {
  const duplicates = duplicateSinuses([...sinuses])
  if (duplicates.length === 0) return
  throw new AntrumError(
    'split-impossible',
    `${duplicates.length} sinuses hold the voxels of another (${duplicates.slice(0, 4).join(', ')}): a model could be tested on ` +
      'what it was trained on. Leave one of each out with --leave-out <subject>, or all flagged ones with --leave-out-flagged.',
    { duplicates },
  )
}

/** What is given a role, under the name the lists have it by. */
function byUnit(
  sinuses: readonly DatasetSinus[],
  listed: (sinus: DatasetSinus) => string,
): { labelled: LabelledSubject[]; unlabelled: string[] } {
  const subjects = [...Map.groupBy(sinuses, listed)].map(([id, own]) => ({
    id,
    sinuses: own.flatMap(({ side, target, finding }) => (target === null ? [] : [{ side, target, finding }])),
  }))
  return {
    labelled: subjects.filter((subject) => subject.sinuses.length > 0),
    unlabelled: subjects.filter((subject) => subject.sinuses.length === 0).map(({ id }) => id),
  }
}

const describeStraddling = ({ straddlingTest, sharedSubjects }: SplitProof, subjects: number): string =>
  `NOT BY SUBJECT: sinuses were split as the released code did. ${straddlingTest} of ${subjects} subjects have one sinus in the test set ` +
  `and the other outside it, ${sharedSubjects} have theirs in two sets of some fold: models are tested on people they were trained on. ` +
  'Use this version only to measure how much that flatters.'

function describeEnlarged(split: DatasetManifest['split']): string[] {
  const byFraction = Map.groupBy(enlargedFractions(split), ({ fraction }) => fraction)
  return [...byFraction].map(
    ([fraction, [{ subjects, of }, ...others]]) =>
      `Label fraction ${fraction} holds ${subjects} of ${of} training subjects in ${1 + others.length} folds: fewer would lack a class.`,
  )
}

function chooseName(name: string | undefined, versions: readonly DatasetVersion[]): string {
  if (name === undefined) {
    const numbers = versions.map(({ version }) => Number(/^v(\d+)$/i.exec(version)?.[1] ?? 0))
    return `v${Math.max(0, ...numbers) + 1}`
  }
  if (
    !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) ||
    name.toLowerCase() === 'draft' ||
    name.endsWith('.')
  ) {
    throw new AntrumError(
      'usage',
      `"${name}" cannot be the name of a version: use letters, digits, - and _ (and not "draft").`,
    )
  }
  const taken = versions.find(({ version }) => version.toLowerCase() === name.toLowerCase())
  if (taken) {
    throw new AntrumError(
      'already-exists',
      `Version ${taken.version} exists with other content and is never changed. Choose another name.`,
    )
  }
  return name
}

/** Writes the version's folder beside its place and moves it there as a whole. */
async function writeVersion(
  { paths }: Project,
  manifest: DatasetManifest,
  extracted: readonly ExtractedSinus[],
  { signal, progress }: ServiceContext,
): Promise<void> {
  const folder = path.join(paths.volumes, manifest.version)
  const building = path.join(paths.volumes, `.${manifest.version}.freezing`)
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  try {
    for (const [i, sinus] of manifest.sinuses.entries()) {
      signal.throwIfAborted()
      const { bytes } = await readSinusVolume(
        path.join(paths.root, extracted[i].file),
        sinus,
        manifest.voxels,
      )
      const copy = path.join(building, sinus.file)
      await writeFileAtomic(copy, bytes)
      await chmod(copy, 0o444)
      progress({ phase: 'Freezing', done: i + 1, total: manifest.sinuses.length, note: sinus.id })
    }
    const file = path.join(building, 'dataset.json')
    await writeFileAtomic(file, JSON.stringify(manifest))
    await chmod(file, 0o444)
    await ensurePacked(building, manifest, signal)
    // A folder of this name that the database does not know is what a killed freeze left.
    await rm(folder, { recursive: true, force: true })
    await rename(building, folder)
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    throw error
  }
}
