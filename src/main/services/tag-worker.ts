import { previewAttributes, type Alias, type AttributePreview } from '../deidentify/preview.ts'
import { readDicomHead } from './dicom-file.ts'
import { serveTasks } from './worker-pool.ts'

/** The files of a series. */
export interface TagTask {
  paths: readonly string[]
  alias: Alias | null
}

serveTasks(async ({ paths, alias }: TagTask): Promise<AttributePreview[]> =>
  previewAttributes(paths.map(readDicomHead), alias),
)
