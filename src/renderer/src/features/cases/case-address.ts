import { planes } from '../../../../shared/imaging/cube-slices.ts'
import type { Route } from '../../lib/route.ts'
import { orders, verdicts } from './case-list.ts'
import type { Wish } from './case-list.ts'
import { overlays } from './pictures.tsx'
import type { View } from './pictures.tsx'

type Params = Route['params']

/** Which run of a method is shown. */
export interface RunKey {
  foldIndex: number
  seed: number
}

/** The one of these that the address names, else the first. */
const named = <T extends string>(value: string | undefined, all: readonly T[]): T =>
  all.find((one) => one === value) ?? all[0]

/** Order and filter of the worklist. */
export const wishIn = ({ order, show, label = 'any' }: Params): Wish => ({
  ...{ order: named(order, orders), verdict: named(show, verdicts), label },
})

export const wishToParams = ({ order, verdict, label }: Wish): Params => ({ order, show: verdict, label })

/** Plane and layer. */
export const lookIn = ({ plane, over }: Params): Pick<View, 'plane' | 'over'> => ({
  plane: named(plane, ['coronal', ...planes]),
  over: over === 'none' ? null : named(over, overlays),
})

export const lookToParams = ({ plane, over }: Pick<View, 'plane' | 'over'>): Params => ({
  plane,
  over: over ?? 'none',
})

/** Folds count from 1 in the address, as on the screen; null where it names none. */
export function runIn({ fold, seed }: Params): RunKey | null {
  if (fold === undefined || seed === undefined) return null
  return /^[1-9]\d*$/.test(fold) && /^\d+$/.test(seed)
    ? { foldIndex: Number(fold) - 1, seed: Number(seed) }
    : null
}

export const runToParams = ({ foldIndex, seed }: RunKey): Params => ({
  fold: String(foldIndex + 1),
  seed: String(seed),
})
