/** A subject found by what a sheet calls it. */
export type FoundSubject =
  | {
      subject: string
      /** Only leading zeros made the difference, as when a spreadsheet took '0007' for a number. */ byNumber: boolean
    }
  /** Several subjects fit (named), or none. */
  | { candidates: string[] }

/**
 * Finds subjects by their id as other people write it: with or without 'sub-', in other upper and lower case, with
 * characters that file names do not have, without leading zeros. The exact id comes first; where several fit, none is taken.
 *
 * @param pseudonymOf  What a person of this id is called in the project, where subjects have pseudonyms.
 */
export function subjectLookup(
  subjects: Iterable<string>,
  pseudonymOf?: (written: string) => string,
): (written: string) => FoundSubject {
  const exact = new Set(subjects)
  const [loose, byNumber] = [new Map<string, string[]>(), new Map<string, string[]>()]
  for (const subject of exact) {
    append(loose, looseKey(subject), subject)
    append(byNumber, withoutZeros(looseKey(subject)), subject)
  }
  return (written) => {
    const names = [written, `sub-${written}`, written.replace(/^sub-/, '')]
    if (pseudonymOf && written !== '') names.push(pseudonymOf(written))
    const name = names.find((each) => exact.has(each))
    if (name !== undefined) return { subject: name, byNumber: false }
    const fits = loose.get(looseKey(written))
    if (fits) return fits.length === 1 ? { subject: fits[0], byNumber: false } : { candidates: fits }
    const numbered = byNumber.get(withoutZeros(looseKey(written))) ?? []
    return numbered.length === 1 ? { subject: numbered[0], byNumber: true } : { candidates: numbered }
  }
}

const looseKey = (id: string) =>
  id
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^sub-/, '')
    .replace(/^[-_]+|[-_]+$/g, '')

const withoutZeros = (key: string) => key.replace(/^0+(?=\d+$)/, '')

function append(map: Map<string, string[]>, key: string, subject: string): void {
  const fits = map.get(key)
  if (fits) fits.push(subject)
  else map.set(key, [subject])
}
