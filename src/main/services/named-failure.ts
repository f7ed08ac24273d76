import { basename } from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'

/** The same failure with the file's name in front; what the system says becomes one of our codes. */
export function namedFailure(error: unknown, path: string): unknown {
  const name = basename(path)
  if (error instanceof AntrumError)
    return new AntrumError(error.code, `${name}: ${error.message}`, error.details, { cause: error })
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AntrumError('not-found', `${name} is not there. Check the path.`, undefined, {
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
    case 'EIO':
      return new AntrumError(
        'unreadable-file',
        `${name} cannot be read (${(error as Error).message}). Check its permissions and the disk.`,
        undefined,
        { cause: error },
      )
    default:
      return error
  }
}
