import { useSyncExternalStore } from 'react'
import type { RecipeDraft } from '../../../../shared/ipc/experiments.ts'

/** What is being planned. */
export interface PlanInHand {
  draft: RecipeDraft
  /** Name of the shipped recipe it started from; null: a file. */
  recipe: string | null
  /** Its file as somebody typed it; null: as the draft is written. */
  text: string | null
}

const keyOf = (folder: string) => `antrum.plan ${folder}`
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const parsed = new Map<string, PlanInHand>()

/** The plan of a project that is being put together: it outlives looks at other pages, and a reload. */
export function usePlanInHand(folder: string) {
  const stored = useSyncExternalStore(subscribe, () => sessionStorage.getItem(keyOf(folder)))
  const set = (plan: PlanInHand | null) => {
    if (plan) sessionStorage.setItem(keyOf(folder), JSON.stringify(plan))
    else sessionStorage.removeItem(keyOf(folder))
    listeners.forEach((listener) => listener())
  }
  if (stored === null) return { plan: null, set }
  const plan = parsed.get(stored) ?? (JSON.parse(stored) as PlanInHand)
  // The same object for the same plan, so that nothing is asked or drawn anew.
  parsed.clear()
  parsed.set(stored, plan)
  return { plan, set }
}
