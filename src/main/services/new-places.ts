import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { SampleSize } from '../../shared/ipc/api.ts'

export interface NewPlaces {
  /** Nothing is there yet. */
  own: string
  /** The same every time: a sample study that was stopped goes on there. */
  sample: Record<SampleSize, string>
}

/** Folders in somebody's home that a new study could go into. */
export function newPlaces(home: string = homedir()): NewPlaces {
  const place = (name: string) => path.join(home, 'Antrum', name)
  let own = place('my-study')
  for (let number = 2; existsSync(own); number++) own = place(`my-study-${number}`)
  return { own, sample: { small: place('small-sample'), usual: place('sample') } }
}
