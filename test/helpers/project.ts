import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createProject, openProject, type Project } from '../../src/main/project.ts'
import type { ServiceContext } from '../../src/main/services/service-context.ts'
import type { Affine, Volume } from '../../src/shared/imaging/volume.ts'
import { createRandom } from '../../src/shared/random.ts'

/** A folder that is gone when the test is. */
export function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A project, empty or a copy of a closed one, open for writing; closed when the test is finished. */
export async function aProject(copyOf?: string): Promise<Project> {
  const folder = path.join(aFolder(), 'study')
  if (copyOf) cpSync(copyOf, folder, { recursive: true })
  else await createProject(folder)
  const project = await openProject(folder, { mode: 'write' })
  onTestFinished(() => project.close())
  return project
}

export const aContext = (signal = new AbortController().signal): ServiceContext => ({
  signal,
  progress: () => {},
})

/** Noise in whole numbers 0…255 that follows from the seed, 2 mm RAS voxels centred on the origin unless given. */
export function aVolume(
  seed: number | string,
  { shape = [8, 9, 10], affine }: { shape?: Volume['shape']; affine?: Affine } = {},
): Volume {
  const random = createRandom(seed)
  const [x, y, z] = shape.map((length) => -(length - 1))
  return {
    data: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.integer(256)),
    shape,
    affine: affine ?? [2, 0, 0, x, 0, 2, 0, y, 0, 0, 2, z, 0, 0, 0, 1],
  }
}
