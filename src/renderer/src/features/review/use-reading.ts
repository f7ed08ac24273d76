import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Confidence } from '../../../../shared/domain/review.ts'
import type { Label } from '../../../../shared/domain/sinus.ts'
import type { ReadingPlace } from '../../../../shared/ipc/review.ts'
import { readVolume } from '../../components/viewer/read-volume.ts'
import { client } from '../../lib/client.ts'
import { sessionsKey } from './use-sessions.ts'

interface Draft {
  label: Label | null
  confidence: Confidence | null
}
const nothing: Draft = { label: null, confidence: null }

export const volumeQuery = (folder: string, item: string | null) => ({
  queryKey: ['review', folder, 'volume', item],
  queryFn: async () => readVolume(await client.review.volume({ folder, item: item! })),
  enabled: item !== null,
  staleTime: Infinity,
  // Some of them are kept for taking answers back.
  gcTime: 60_000,
})

interface Reader {
  folder: string
  session: string
  reader: string
  /** Called when an answer is on the disk. */
  saved: (place: ReadingPlace) => void
}

/**
 * One reader at work: the case on the screen, the answer in the making, and what is known once it is committed. The next
 * case is shown while an answer is on its way; one that cannot be saved brings its case back as it was left.
 */
export function useReading({ folder, session, reader, saved }: Reader) {
  const queryClient = useQueryClient()
  const placeKey = ['review', folder, 'place', session, reader]
  const place = useQuery({
    queryKey: placeKey,
    queryFn: () => client.review.place({ folder, session, reader }),
    refetchOnMount: 'always',
  })
  // An answered case that the reader stays with; what is next waits.
  const [stayed, setStayed] = useState<string | null>(null)
  const [onTheirWay, setOnTheirWay] = useState<readonly string[]>([])
  const { item: first = null, ahead = null } = place.data ?? {}
  const [next = null, upcoming = null] = [first, ahead].filter(
    (item) => item !== null && !onTheirWay.includes(item),
  )
  const item = stayed ?? next
  const volume = useQuery(volumeQuery(folder, item))
  const fetched = stayed === null ? upcoming : next
  useEffect(() => {
    if (fetched !== null) void queryClient.prefetchQuery(volumeQuery(folder, fetched))
  }, [queryClient, folder, fetched])

  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const draft = drafts[item ?? ''] ?? nothing
  const isShown = volume.data !== undefined
  const shownMs = useRef(0)
  useEffect(() => {
    if (isShown) shownMs.current = performance.now()
  }, [item, isShown])

  const arrive = (at: ReadingPlace) => {
    queryClient.setQueryData(placeKey, at)
    void queryClient.invalidateQueries({ queryKey: sessionsKey(folder) })
  }
  const [error, setError] = useState<unknown>(null)
  // One after another: answers are taken in the order of the cases.
  const scope = { id: `review ${folder} ${session} ${reader}` }
  const commit = useMutation({
    scope,
    mutationFn: ({ stay: _, ...answer }: Parameters<typeof client.review.commit>[0] & { stay: boolean }) =>
      client.review.commit(answer),
    onSuccess: (at, answer) => {
      if (answer.stay) setStayed(answer.item)
      setOnTheirWay((items) => items.filter((each) => each !== answer.item))
      arrive(at)
      saved(at)
    },
    // Of several the first: those after it are refused because of it.
    onError: (thrown) => {
      setError((known: unknown) => known ?? thrown)
      setOnTheirWay([])
    },
  })
  const undo = useMutation({
    scope,
    mutationFn: () => client.review.undo({ folder, session, reader }),
    onSuccess: (at) => {
      setError(null)
      setStayed(null)
      setDrafts({})
      arrive(at)
    },
    onError: setError,
  })

  const [looked, setLooked] = useState<string | null>(null)
  const [isResidualShown, setIsResidualShown] = useState(true)
  const isLooking = stayed !== null && looked === stayed
  const revealed = useQuery({
    queryKey: ['review', folder, 'revealed', item],
    queryFn: () => client.review.reveal({ folder, item: item! }),
    enabled: isLooking,
    staleTime: Infinity,
    gcTime: 0,
  })
  const residual = useQuery({
    queryKey: ['review', folder, 'residual', item],
    queryFn: async () => readVolume(await client.review.residual({ folder, item: item! })),
    enabled: isLooking && revealed.data?.hasResidual === true,
    staleTime: Infinity,
    gcTime: 0,
  })
  return {
    ...{ place, item, volume, draft, error, revealed, residual, isLooking, isResidualShown },
    isCommitted: stayed !== null,
    onTheirWay: onTheirWay.length,
    change: (part: Partial<Draft>) => {
      if (item !== null) setDrafts({ ...drafts, [item]: { ...draft, ...part } })
    },
    /** @param stay  Keeps the case on the screen, to look at what was hidden. */
    commit: (label: Label, confidence: Confidence, stay: boolean) => {
      // The same key again; an answer to the case before may still be on its way.
      if (item === null || (stay && commit.isPending && commit.variables.item === item)) return
      const seconds = Math.min((performance.now() - shownMs.current) / 1000, 86_400)
      setError(null)
      if (!stay) setOnTheirWay([...onTheirWay, item])
      commit.mutate({ folder, item, label, confidence, seconds, stay })
    },
    undo: (done: () => void) => {
      if (!undo.isPending) undo.mutate(undefined, { onSuccess: done })
    },
    goOn: () => setStayed(null),
    /** Looks at what was hidden; once it is seen, shows or hides the residual. */
    look: () => {
      if (isLooking) setIsResidualShown(!isResidualShown)
      setLooked(stayed)
    },
  }
}
