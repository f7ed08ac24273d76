import { drawCubeRow, type ShownCube } from '../montage/cube-row.ts'
import type { Picture } from '../montage/picture.ts'
import { readNiftiFile } from './nifti-file.ts'
import { serveTasks } from './worker-pool.ts'

export interface CubeTask {
  subject: string
  cubes: (Omit<ShownCube, 'data'> & { file: string })[]
}

serveTasks(async ({ subject, cubes }: CubeTask): Promise<Picture> => {
  const shown: ShownCube[] = []
  for (const { file, ...cube } of cubes)
    shown.push({ ...cube, data: (await readNiftiFile(file)).volume.data })
  return drawCubeRow(subject, shown)
})
