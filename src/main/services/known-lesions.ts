import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'
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

/** The known lesions of a project; null when nobody has named any, and a problem in place of those that are gone. */
export async function knownLesions(
  project: Project,
): Promise<{ place: string; truth: LesionTruth | null; problem: string | null } | null> {
  const kept = await readSetting(project.db, 'knownLesions')
  if (kept === null) return null
  const place = path.resolve(project.paths.root, kept)
  try {
    return { place, truth: await openLesionTruth(place), problem: null }
  } catch (error) {
    if (error instanceof AntrumError) return { place, truth: null, problem: error.message }
    throw error
  }
}
