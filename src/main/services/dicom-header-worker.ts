import { toErrorPayload, type ErrorPayload } from '../../shared/ipc/error.ts'
import { readDicomFile, type DicomFile } from './dicom-file.ts'
import { serveTasks } from './worker-pool.ts'

/** Files to read the attributes of, several at a time: most take less long than a message between threads. */
export type HeaderTask = readonly string[]

export type HeaderResult = (DicomFile | { error: ErrorPayload })[]

serveTasks(async (paths: HeaderTask): Promise<HeaderResult> =>
  paths.map((path) => {
    try {
      return readDicomFile(path)
    } catch (error) {
      return { error: toErrorPayload(error) }
    }
  }),
)
