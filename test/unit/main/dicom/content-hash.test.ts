import { expect, it } from 'vitest'
import { contentHash } from '../../../../src/main/dicom/content-hash.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

it('is the same for the same files in any order, and another when a byte, a file or a boundary differs', () => {
  const files = [bytes('ab'), bytes('c'), bytes('d')]
  const others = [
    [bytes('ab'), bytes('c'), bytes('e')],
    [bytes('ab'), bytes('c')],
    [bytes('ab'), bytes('c'), bytes('d'), bytes('d')],
    [bytes('a'), bytes('bc'), bytes('d')],
  ]
  expect(contentHash(files.toReversed())).toBe(contentHash(files))
  expect(new Set([files, ...others].map(contentHash)).size).toBe(5)
})
