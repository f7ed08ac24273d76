import { sha256 } from '../study/hash.ts'

/**
 * SHA-256 of the content of some files: the same whatever they are called and in whatever order they come.
 *
 * @param files  The bytes of each; taken one at a time, so that they need not all be in memory.
 */
export const contentHash = (files: Iterable<Uint8Array>): string =>
  sha256(Array.from(files, sha256).sort().join('\n'))
