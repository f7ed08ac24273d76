import path from 'node:path'
import type { KnownLesions } from '../../shared/ipc/cases.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'
import { readManifest } from '../study/manifest.ts'
import { openLesionTruth, type LesionTruth } from './lesion-truth.ts'

/**
 * Remembers where the lesions of this cohort are known from; the place is kept relative to the project, so that both can be
 * moved together.
 *
 * @param place  A `truth.json` or the folder that holds one; null forgets.
 * @throws AntrumError as `openLesionTruth`: nothing is remembered that cannot be read.
 */
export async function setKnownLesions(project: Project, place: string | null): Promise<string | null> {
  if (place !== null) await openLesionTruth(path.resolve(place))
  const kept = place && path.relative(project.paths.root, path.resolve(place)).replaceAll(path.sep, '/')
  await saveSetting(project.db, 'knownLesions', kept)
  return place && path.resolve(place)
}

/** The known lesions of a project; null when nobody has named any. @throws AntrumError as `openLesionTruth`. */
export async function openKnownLesions(project: Project): Promise<LesionTruth | null> {
  const place = await placeOf(project)
  return place === null ? null : openLesionTruth(place)
}

/** Which sinuses of a dataset version have a known lesion; a problem in place of those that cannot be read any more. */
export async function listKnownLesions(project: Project, version: string): Promise<KnownLesions> {
  const { sinuses } = await readManifest(project, version)
  const place = await placeOf(project)
  try {
    const truth = await openKnownLesions(project)
    const known = truth ? sinuses.filter((sinus) => truth.has(sinus)) : []
    return { place, problem: null, sinuses: known.map(({ id }) => id) }
  } catch (error) {
    if (error instanceof AntrumError) return { place, problem: error.message, sinuses: [] }
    throw error
  }
}

async function placeOf({ db, paths }: Project): Promise<string | null> {
  const kept = await readSetting(db, 'knownLesions')
  return kept === null ? null : path.resolve(paths.root, kept)
}
