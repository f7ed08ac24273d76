import type { EngineInfo } from '../../shared/ipc/api.ts'
import { engineInfo } from './engine-info.ts'
import type { Installation } from './installation.ts'

type Known = EngineInfo & Installation

let asked: Promise<Known> | null = null
let known: Known | null = null

/** Starting the engine takes seconds: a good answer is kept until somebody wants a new measurement. */
export function knownEngine({ again = false } = {}): Promise<Known> {
  if (again) asked = known = null
  if (asked) return asked
  const answer = engineInfo()
  asked = answer
  answer.then(
    (info) => {
      if (asked === answer) known = info
    },
    () => {
      if (asked === answer) asked = null
    },
  )
  return answer
}

/** The answer if there is one, without asking. */
export const engineIfKnown = (): Known | null => known
