import type { Finding, Label, Side, Target } from './sinus.ts'

export interface AgreedLabel {
  target: Target
  finding: Finding | null
}

/**
 * What the annotators of one sinus agree on: the label of the majority; null when as many say the one as the other. Of an
 * anomalous sinus the finding most of that majority names first, in a draw the one named by the annotator who comes
 * first in the list.
 *
 * @param labels  One per annotator, at least one, in a fixed order.
 */
export function agreeOnLabel(
  labels: readonly { label: Label; findings: readonly Finding[] }[],
): AgreedLabel | null {
  const anomalous = labels.filter(({ label }) => label === 'anomalous')
  if (2 * anomalous.length === labels.length) return null
  if (2 * anomalous.length < labels.length) return { target: 0, finding: null }
  const first = anomalous.flatMap(({ findings }) => findings.slice(0, 1))
  const votes = (finding: Finding) => first.filter((other) => other === finding).length
  const finding = first.reduce<Finding | null>(
    (best, each) => (best && votes(best) >= votes(each) ? best : each),
    null,
  )
  return { target: 1, finding }
}

/** The key under which a sinus' labels are gathered. */
export const sinusKey = ({ subject, side }: { subject: string; side: Side }) => `${subject} ${side}`
