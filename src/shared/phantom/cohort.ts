import { findings as allFindings, type Finding } from '../domain/sinus.ts'
import { createRandom, type Random } from '../random.ts'
import type { Findings } from './anatomy.ts'
import { renderHead, type PhantomHead } from './head.ts'

/**
 * Eleven subjects in a row: five with two normal sinuses, three with a finding on one side, three on both. That makes
 * 41 % of sinuses anomalous and 27 % of subjects so on both sides, as in the study (1264 normal, 870 anomalous sinuses;
 * 489 of 1067 subjects normal on both sides).
 */
const blockSubjects = 11
const bothSides = 3
const oneSide = 3

/** The nine findings of a block. */
const findingCounts: Record<Finding, number> = { mucosal_thickening: 4, polyp: 2, cyst: 2, opacified: 1 }

export const subjectName = (index: number) => `sub-${String(index).padStart(4, '0')}`

/** What subject `index` (from 1) has in each sinus. Depends on the seed and the index only. */
export function drawFindings(seed: number, index: number): Findings {
  const block = Math.floor((index - 1) / blockSubjects)
  const random = createRandom(seed).fork(`block ${block}`)
  const findings = random.shuffle(
    allFindings.flatMap((finding) => new Array<Finding>(findingCounts[finding]).fill(finding)),
  )
  const rows: Findings[] = []
  while (rows.length < bothSides) rows.push({ left: findings.pop() ?? null, right: findings.pop() ?? null })
  const firstSide = random.integer(2)
  while (rows.length < bothSides + oneSide) {
    const finding = findings.pop() ?? null
    rows.push((rows.length + firstSide) % 2 ? { left: finding, right: null } : { left: null, right: finding })
  }
  while (rows.length < blockSubjects) rows.push({ left: null, right: null })
  return random.shuffle(rows)[(index - 1) % blockSubjects]
}

/** The stream everything about one subject is drawn from. */
const subjectStream = (seed: number, index: number): Random => createRandom(seed).fork(subjectName(index))

/** Subject `index` (from 1) of the cohort with this seed: the same head whatever the size of the cohort. */
export function renderSubject(seed: number, index: number, spacingMm: number): PhantomHead {
  return renderHead(subjectStream(seed, index), index, spacingMm, drawFindings(seed, index))
}
