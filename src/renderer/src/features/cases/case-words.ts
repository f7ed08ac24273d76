import type { Side } from '../../../../shared/domain/sinus.ts'
import { formatFinding } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

export const caseName = ({ subject, side }: { subject: string; side: Side }) =>
  `${subject}, ${strings.cases.sides[side]}`

/** As `labelOf` tells labels apart. */
export const labelName = (label: string) => {
  const { list } = strings.cases
  return label === 'normal' || label === 'anomalous' ? list[label] : formatFinding(label)
}
