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
  const holdsOthers = openFolders(scans)
  for (const namesakes of Map.groupBy(plain, ({ base }) => base).values()) {
    for (const [scan, name] of nameApart(namesakes, holdsOthers)) names.set(scan, name)
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
function nameApart(
  namesakes: readonly ReadPath[],
  holdsOthers: ReturnType<typeof openFolders>,
): [ReadPath, string][] {
  const [{ base }] = namesakes
  const level = firstDifference(namesakes)
  const depthOf = ({ folders }: ReadPath) => (level < folders.length ? level : -1)
  return [...Map.groupBy(namesakes, depthOf)].flatMap(([depth, some]) => {
    const isSubject = base === '' || !some.some((scan) => holdsOthers(scan, depth))
    return some.map((scan): [ReadPath, string] => {
      const { folders, stem } = scan
      if (depth < 0) return [scan, base === '' ? (folders.at(-1) ?? stem) : stem]
      return [scan, isSubject ? folders[depth] : `${folders[depth]}-${stem}`]
    })
  })
}

/** First level at which the folders of scans with the same name differ; their depth when they are all in one folder. */
function firstDifference(namesakes: readonly ReadPath[]): number {
  const [{ folders }] = namesakes
  const deepest = namesakes.reduce((most, scan) => Math.max(most, scan.folders.length), 0)
  const levels = Array.from({ length: deepest }, (_, level) => level)
  return levels.find((level) => namesakes.some((other) => other.folders[level] !== folders[level])) ?? deepest
}

const topFolder = ({ folders }: ReadPath, depth: number) => folders.slice(0, depth + 1).join('/')

/** Tells whether the folder of a scan, this deep, holds files of other names as well; each depth is looked through once. */
function openFolders(scans: readonly ReadPath[]): (scan: ReadPath, depth: number) => boolean {
  const basesAt = new Map<number, Map<string, Set<string>>>()
  const basesBelow = (depth: number) => {
    const bases = new Map<string, Set<string>>()
    for (const scan of scans) {
      const top = topFolder(scan, depth)
      bases.set(top, (bases.get(top) ?? new Set()).add(scan.base))
    }
    return bases
  }
  return (scan, depth) => {
    const bases = basesAt.get(depth) ?? basesBelow(depth)
    basesAt.set(depth, bases)
    return bases.get(topFolder(scan, depth))!.size > 1
  }
}

const safe = (name: string): string | null =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64) || null
