import { listedAs, type DatasetManifest, type DatasetSinus } from './dataset.ts'

export interface Difference<T> {
  from: T
  to: T
}

/** What one dataset version has that another has not. */
export interface DatasetDiff {
  same: boolean
  subjects: { added: string[]; removed: string[] }
  /** Ids; `changed` have other voxels. */
  sinuses: { added: string[]; removed: string[]; changed: string[] }
  /** Of sinuses in both: what they are called, such as 'normal', 'anomalous (cyst)' or 'unlabelled'. */
  labels: ({ sinus: string } & Difference<string>)[]
  /** What is listed in both (subjects, or sinuses where one of the versions was split by sinus) and has another role. */
  roles: ({ name: string } & Difference<string>)[]
  /** Label fractions that hold others than before, as "fold 1, 0.2"; only of folds and fractions in both. */
  fractions: string[]
  settings: ({ name: 'edgeMm' | 'voxels' | 'unit' | 'seed' | 'folds' } & Difference<string | number>)[]
}

/** Compares two versions by content; their names and hashes do not matter. */
export function diffDatasets(from: DatasetManifest, to: DatasetManifest): DatasetDiff {
  const [before, after] = [bySinus(from), bySinus(to)]
  const inBoth = [...before.keys()].filter((id) => after.has(id))
  const subjects = (manifest: DatasetManifest) => manifest.sinuses.map(({ subject }) => subject)
  const diff = {
    subjects: addedAndRemoved(subjects(from), subjects(to)),
    sinuses: {
      ...addedAndRemoved([...before.keys()], [...after.keys()]),
      changed: inBoth.filter((id) => before.get(id)!.sha256 !== after.get(id)!.sha256),
    },
    labels: inBoth.flatMap((sinus) =>
      different(labelOf(before.get(sinus)!), labelOf(after.get(sinus)!), (change) => ({ sinus, ...change })),
    ),
    roles: changedRoles(from, to),
    fractions: changedFractions(from, to),
    settings: [
      ...different(from.edgeMm, to.edgeMm, (change) => ({ name: 'edgeMm' as const, ...change })),
      ...different(from.voxels, to.voxels, (change) => ({ name: 'voxels' as const, ...change })),
      ...different(unitOf(from), unitOf(to), (change) => ({ name: 'unit' as const, ...change })),
      ...different(from.split.seed, to.split.seed, (change) => ({ name: 'seed' as const, ...change })),
      ...different(from.split.folds.length, to.split.folds.length, (change) => ({
        name: 'folds' as const,
        ...change,
      })),
    ],
  }
  const { subjects: people, sinuses } = diff
  const changes = [
    ...[people.added, people.removed, sinuses.added, sinuses.removed, sinuses.changed],
    ...[diff.labels, diff.roles, diff.fractions, diff.settings],
  ]
  return { same: changes.every(({ length }) => length === 0), ...diff }
}

const unitOf = ({ split }: DatasetManifest) => split.unit ?? 'subject'
const bySinus = ({ sinuses }: DatasetManifest) => new Map(sinuses.map((sinus) => [sinus.id, sinus]))

function different<T, R>(from: T, to: T, describe: (change: Difference<T>) => R): R[] {
  return from === to ? [] : [describe({ from, to })]
}

function addedAndRemoved(from: readonly string[], to: readonly string[]) {
  const [before, after] = [new Set(from), new Set(to)]
  return {
    added: [...after].filter((name) => !before.has(name)).sort(),
    removed: [...before].filter((name) => !after.has(name)).sort(),
  }
}

function labelOf({ target, finding }: DatasetSinus): string {
  if (target === null) return 'unlabelled'
  return target === 0 ? 'normal' : `anomalous${finding ? ` (${finding})` : ''}`
}

/** By the unit both share; by sinus when they differ in that. */
function changedRoles(from: DatasetManifest, to: DatasetManifest): DatasetDiff['roles'] {
  const bySinusToo = unitOf(from) !== unitOf(to)
  const [before, after] = [from, to].map((manifest) => rolesOf(manifest, bySinusToo))
  return [...before].flatMap(([name, role]) =>
    after.has(name) ? different(role, after.get(name)!, (change) => ({ name, ...change })) : [],
  )
}

/** The one role of everything a split lists: a development subject validates in exactly one fold and trains in the others. */
function rolesOf(manifest: DatasetManifest, bySinusId: boolean): Map<string, string> {
  const { split, sinuses } = manifest
  const roles = new Map([
    ...split.test.map((name) => [name, 'test'] as const),
    ...split.unlabelled.train.map((name) => [name, 'unlabelled, training'] as const),
    ...split.unlabelled.validation.map((name) => [name, 'unlabelled, validation'] as const),
    ...split.folds.flatMap(({ validation }, i) => validation.map((name) => [name, `fold ${i + 1}`] as const)),
  ])
  if (!bySinusId) return roles
  const listed = listedAs(split)
  return new Map(
    sinuses.flatMap((sinus) => {
      const role = roles.get(listed(sinus))
      return role === undefined ? [] : [[sinus.id, role] as const]
    }),
  )
}

function changedFractions(from: DatasetManifest, to: DatasetManifest): string[] {
  return from.split.folds.flatMap(({ fractions }, i) => {
    const others = to.split.folds[i]?.fractions ?? {}
    return Object.keys(fractions)
      .filter((name) => others[name] && fractions[name].join('\n') !== others[name].join('\n'))
      .map((name) => `fold ${i + 1}, ${name}`)
  })
}
