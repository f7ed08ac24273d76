import type { MethodDifference } from '../../../../shared/metrics/index.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { differenceNumbers, differencesPrinted } from './difference-numbers.ts'

interface DifferenceMenuProps {
  title: string
  /** By every metric; undefined while they are computed. */
  all: readonly MethodDifference[] | undefined
  /** Those that are shown. */
  own: readonly MethodDifference[] | undefined
}

/** What comparisons can be saved as. */
export const DifferenceMenu = ({ title, all = [], own = [] }: DifferenceMenuProps) => (
  <TableMenu
    title={title}
    numbers={differenceNumbers(all)}
    printed={differencesPrinted(own)}
    isDisabled={all.length === 0}
  />
)
