/** What a scan's path says about it: nothing else of the path is ever kept. */
export interface ScanName {
  /** Safe in file names; null when nothing usable is left. */
  subject: string | null
  /** 'FLAIR', 'T1w', … when the name ends so. */
  contrast: string | null
}

/**
 * Subjects of scans by their paths (relative to what was imported, forward slashes): BIDS `sub-…` in the file name or
 * a folder's, else the file name without its ending. Where one name occurs in several folders, the folder that tells
 * them apart is the subject (`P1/scan.nii`, `P2/scan.nii`), or comes in front when it holds other names as well
 * (`siteA/P1.nii`, `siteA/P2.nii`, `siteB/P1.nii`). A name that only says the contrast is never a subject.
 */
export function nameScans(paths: readonly string[]): ScanName[] {
  const scans = paths.map(readPath)
  const names = new Map<ReadPath, string>()
  const plain = scans.filter(({ bids }) => bids === null)
  for (const namesakes of Map.groupBy(plain, ({ base }) => base).values()) {
    for (const [scan, name] of nameApart(namesakes, scans)) names.set(scan, name)
  }
  return scans.map((scan) => ({ subject: scan.bids ?? safe(names.get(scan)!), contrast: scan.contrast }))
}

interface ReadPath {
  folders: string[]
  /** File name without ending and contrast; empty when there is nothing else. */
  base: string
  stem: string
  contrast: string | null
  bids: string | null
}

const extension = /(\.nii|\.hdr|\.img)?(\.gz)?$/i
const contrastEnding = /(?:^|_)(flair|t1w?|t2w?|pdw?|ct)$/i
const bidsSubject = /^sub-[A-Za-z0-9]+$/

function readPath(path: string): ReadPath {
  const folders = path.split('/')
  const stem = folders.pop()!.replace(extension, '')
  const contrast = contrastEnding.exec(stem)?.[1] ?? null
  const inName = stem.split('_').find((entity) => bidsSubject.test(entity))
  const bids = inName ?? folders.findLast((folder) => bidsSubject.test(folder)) ?? null
  return { folders, stem, contrast, bids, base: stem.replace(contrastEnding, '') }
}

/** Names of scans whose files are called the same. */
function nameApart(namesakes: readonly ReadPath[], scans: readonly ReadPath[]): [ReadPath, string][] {
  const [{ base }] = namesakes
  return [...Map.groupBy(namesakes, (scan) => firstDifference(scan, namesakes))].flatMap(([depth, some]) => {
    const top = ({ folders }: ReadPath) => folders.slice(0, depth + 1).join('/')
    const tops = new Set(some.map(top))
    const isSubject = base === '' || scans.every((other) => other.base === base || !tops.has(top(other)))
    return some.map((scan): [ReadPath, string] => {
      const { folders, stem } = scan
      if (depth < 0) return [scan, base === '' ? (folders.at(-1) ?? stem) : stem]
      return [scan, isSubject ? folders[depth] : `${folders[depth]}-${stem}`]
    })
  })
}

/** First level at which the folders of scans with the same name differ; −1 when they are all in one folder. */
const firstDifference = ({ folders }: ReadPath, others: readonly ReadPath[]) =>
  folders.findIndex((name, level) => others.some((other) => other.folders[level] !== name))

const safe = (name: string): string | null =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64) || null
