import { createProject, withProject } from '../../src/main/project.ts'
import { extractSinuses } from '../../src/main/services/extract.ts'
import { aRegisteredCohort } from './cohort.ts'
import { aContext } from './project.ts'

/** A new project of two heads, `sub-00` and `sub-01`, whose sinuses are extracted. */
export async function makeHeadProject(folder: string): Promise<void> {
  await createProject(folder)
  await withProject(folder, 'write', async (project) => {
    await aRegisteredCohort(project, 2)
    await extractSinuses(project, { edgeMm: 16, voxels: 16 }, aContext())
  })
}
