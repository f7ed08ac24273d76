import type { Side } from '../../../shared/domain/sinus.ts'

/** Centre of a sinus as a person marked it, in RAS world millimetres of that very scan. */
export interface CentroidsTable {
  scanId: string
  side: Side
  xMm: number
  yMm: number
  zMm: number
  setAt: string
}
