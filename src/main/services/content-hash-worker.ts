import { readFileSync } from 'node:fs'
import { contentHash } from '../dicom/content-hash.ts'
import { serveTasks } from './worker-pool.ts'

/** The files of a series. */
export type ContentHashTask = readonly string[]

serveTasks(async (paths: ContentHashTask): Promise<string> => {
  function* bytes() {
    for (const path of paths) yield readFileSync(path)
  }
  return contentHash(bytes())
})
