import { sides } from '../../../../shared/domain/sinus.ts'
import type { Side } from '../../../../shared/domain/sinus.ts'
import type { Manifest } from '../../../../shared/ipc/dataset.ts'

export const sets = ['train', 'validation', 'test', 'unlabelled'] as const
export const classes = ['normal', 'anomalous', 'unlabelled'] as const
export type SideAndClass = `${Side} ${(typeof classes)[number]}`

/** The parts of a bar pair, from the axis upwards. */
export const parts = sides.flatMap((side) => classes.map((each): SideAndClass => `${side} ${each}`))

export type Balance = Record<SideAndClass, number> & { set: (typeof sets)[number] }

type Counted = Pick<Manifest, 'sinuses' | 'split'>

/** How many sinuses of each side and class the sets of one fold hold; `unlabelled`: those nobody labelled, of all folds. */
export function balanceOf({ sinuses, split }: Counted, foldIndex: number): Balance[] {
  const { test, folds, unlabelled } = split
  const { train, validation } = folds[foldIndex]
  const names = { train, validation, test, unlabelled: [...unlabelled.train, ...unlabelled.validation] }
  return sets.map((set): Balance => {
    const own = new Set(names[set])
    const counts = Object.fromEntries(parts.map((part) => [part, 0])) as Record<SideAndClass, number>
    for (const { id, subject, side, target } of sinuses) {
      if (!own.has(split.unit === 'sinus' ? id : subject)) continue
      counts[`${side} ${target === null ? 'unlabelled' : target === 1 ? 'anomalous' : 'normal'}`]++
    }
    return { set, ...counts }
  })
}

/** The label fractions of a fold, smallest first, with their sinuses by class. */
export function fractionsOf({ sinuses, split }: Counted, foldIndex: number) {
  return Object.entries(split.folds[foldIndex].fractions)
    .map(([fraction, names]) => {
      const own = new Set(names)
      const targets = sinuses.filter(({ id, subject }) => own.has(split.unit === 'sinus' ? id : subject))
      const count = (target: 0 | 1) => targets.filter((sinus) => sinus.target === target).length
      return { fraction: Number(fraction), names: names.length, normal: count(0), anomalous: count(1) }
    })
    .sort((a, b) => a.fraction - b.fraction)
}
