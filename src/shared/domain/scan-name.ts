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
  const sharing = Map.groupBy(scans, ({ base }) => base)
  return scans.map((scan) => {
    const namesakes = sharing.get(scan.base)!
    return { subject: scan.bids ?? safe(plainSubject(scan, namesakes, scans)), contrast: scan.contrast }
  })
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

/** First level at which the folders of scans with the same name differ; −1 when they are all in one folder. */
const firstDifference = ({ folders }: ReadPath, others: readonly ReadPath[]) =>
  folders.findIndex((name, level) => others.some((other) => other.folders[level] !== name))

function plainSubject(scan: ReadPath, namesakes: readonly ReadPath[], scans: readonly ReadPath[]): string {
  const { folders, base, stem } = scan
  const depth = firstDifference(scan, namesakes)
  if (depth < 0) return base === '' ? (folders.at(-1) ?? stem) : stem
  const top = ({ folders: path }: ReadPath) => path.slice(0, depth + 1).join('/')
  const tops = new Set(namesakes.map(top))
  const isSubject = base === '' || scans.every((other) => other.base === base || !tops.has(top(other)))
  return isSubject ? folders[depth] : `${folders[depth]}-${stem}`
}

const safe = (name: string): string | null =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64) || null
