import { armName } from '../../shared/domain/method-names.ts'
import type { Finding } from '../../shared/domain/sinus.ts'
import type { Recipe } from '../study/recipe.ts'
import { percent } from './numbers.ts'

export const methodName = (method: string): string => armName(method)

const findingNames: Record<Finding, string> = {
  mucosal_thickening: 'Mucosal thickening',
  polyp: 'Polyp',
  cyst: 'Cyst',
  opacified: 'Opacified',
}

export const findingName = (finding: Finding | null): string =>
  finding === null ? 'Finding not named' : findingNames[finding]

export const optimiserNames = { adam: 'Adam', adamw: 'AdamW', lars: 'LARS' } as const

/** "absolute difference, median filter of width 5". */
export function residualName({ measure, medianKernel, threshold }: Recipe['residuals']): string {
  const filter = medianKernel ? `median filter of width ${medianKernel}` : 'not filtered'
  return [
    measure === 'ssim' ? 'structural dissimilarity' : 'absolute difference',
    filter,
    ...(threshold === undefined ? [] : [`only the brightest ${percent(1 - threshold)} of a volume`]),
  ].join(', ')
}
