import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { client } from './client.ts'

/** How runs are computed, as this person said it last for the project. */
export interface RunOptions {
  executor: 'local' | 'slurm'
  /** Trainers at once, as typed; empty: one per GPU, else one. */
  parallel: string
}

const usual: RunOptions = { executor: 'local', parallel: '' }
const keyOf = (folder: string) => `antrum.run ${folder}`
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useRunOptions(folder: string) {
  const stored = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(folder)))
  return {
    options: stored === null ? usual : { ...usual, ...(JSON.parse(stored) as Partial<RunOptions>) },
    choose: (options: RunOptions) => {
      localStorage.setItem(keyOf(folder), JSON.stringify(options))
      listeners.forEach((listener) => listener())
    },
  }
}

/** Null where what was typed is no number of trainers. */
export function trainersOf({ parallel }: RunOptions): { parallel?: number } | null {
  if (parallel.trim() === '') return {}
  const count = Number(parallel)
  return Number.isInteger(count) && count >= 1 ? { parallel: count } : null
}

/** Has the queue of a project worked off by a process of its own. */
export function useStart(folder: string) {
  const queries = useQueryClient()
  const { options } = useRunOptions(folder)
  const trainers = trainersOf(options)
  const mutationKey = ['start', folder]
  const starting = useMutation({
    mutationKey,
    mutationFn: () => client.runs.start({ folder, executor: options.executor, ...trainers }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['queue', folder] }),
  })
  return {
    start: () => starting.mutate(),
    startAsync: () => starting.mutateAsync(),
    /** From anywhere on the page. */
    isStarting: useIsMutating({ mutationKey }) > 0,
    canStart: trainers !== null,
    error: starting.error,
    dismiss: starting.reset,
  }
}
