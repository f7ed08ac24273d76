import { useEffect, useState } from 'react'
import type {
  Alarm,
  Attempt,
  CurvePoint,
  EpochPoint,
  StageFacts,
  StoryUpdate,
} from '../../../../shared/ipc/run-story.ts'
import { client } from '../../lib/client.ts'
import { follow } from '../../lib/connection.ts'

/** All that is known of a stage. */
export interface Story {
  facts: StageFacts
  points: readonly CurvePoint[]
  stepsTotal: number
  epochs: readonly EpochPoint[]
  attempts: readonly Attempt[]
  alarms: readonly Alarm[]
  log: readonly string[]
}

const empty: Omit<Story, 'facts'> = {
  ...{ points: [], stepsTotal: 0, epochs: [], attempts: [], alarms: [], log: [] },
}

/** With what became known; null until the first of all updates, which says what the stage is. */
export function withUpdate(story: Story | null, update: StoryUpdate): Story | null {
  const facts = update.facts ?? story?.facts
  if (!facts) return null
  const known = story ?? { ...empty, facts }
  const { curve, epochs, attempts, alarms, log } = update
  return {
    facts,
    points: curve ? [...known.points.slice(0, curve.from), ...curve.points] : known.points,
    stepsTotal: curve?.stepsTotal ?? known.stepsTotal,
    epochs: epochs ? [...known.epochs.slice(0, epochs.from), ...epochs.points] : known.epochs,
    attempts: attempts ?? known.attempts,
    alarms: alarms ?? known.alarms,
    log: log ?? known.log,
  }
}

/** A stage as it goes on. */
export function useStory(folder: string, stage: string) {
  const [story, setStory] = useState<Story | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    follow(
      (options) => client.runs.watchStage({ folder, stage }, options),
      (update) => setStory((known) => withUpdate(known, update)),
      abort.signal,
    ).catch(setError)
    return () => abort.abort()
  }, [folder, stage])
  return { story, error }
}
