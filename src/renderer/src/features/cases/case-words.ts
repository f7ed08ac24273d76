import type { Side } from '../../../../shared/domain/sinus.ts'
import { strings } from '../../lib/strings.ts'

export const caseName = ({ subject, side }: { subject: string; side: Side }) =>
  `${subject}, ${strings.cases.sides[side]}`

/** As `labelOf` tells labels apart. */
export const labelName = (label: string) => {
  const { list, findings } = strings.cases
  return label === 'normal' || label === 'anomalous' ? list[label] : (findings[label] ?? label)
}
