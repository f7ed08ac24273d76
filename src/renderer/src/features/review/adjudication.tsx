import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Label } from '../../../../shared/domain/sinus.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'
import type { Disagreement, ReviewAgreement } from '../../../../shared/ipc/review.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Section } from '../../components/section.tsx'
import { ThreePlanes } from '../../components/viewer/three-planes.tsx'
import { useActions } from '../../lib/actions.ts'
import type { Action } from '../../lib/actions.ts'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { keyOf, labels, middle } from './answers.ts'
import { volumeQuery } from './use-reading.ts'

interface AdjudicationProps {
  folder: string
  agreement: ReviewAgreement
  queryKey: readonly unknown[]
  canChange: boolean
}

/** One disagreement after another: the sinus, both answers side by side, and what a third person makes of it. */
export function Adjudication({ folder, agreement, queryKey, canChange }: AdjudicationProps) {
  const queryClient = useQueryClient()
  const { disagreements } = agreement
  const [chosen, setChosen] = useState(0)
  const [by, setBy] = useState(disagreements.find(({ decision }) => decision)?.decision?.by ?? '')
  const [note, setNote] = useState('')
  const [moved, setMoved] = useState<{ item: string; at: Point } | null>(null)
  const words = strings.review.adjudication
  const named = strings.review.label
  const shown = disagreements[chosen] as Disagreement | undefined
  const item = shown?.item ?? null
  const volume = useQuery(volumeQuery(folder, item))
  const decide = useMutation({
    mutationFn: (label: Label | null) =>
      client.review.adjudicate({ folder, item: item!, label, by: by.trim() || shown!.decision!.by }),
    onSuccess: (changed) => queryClient.setQueryData(queryKey, changed),
  })
  const say = (label: Label) => {
    if (by.trim() === '') return setNote(words.nameFirst)
    setNote('')
    decide.mutate(label)
  }
  const step = (by: number) => setChosen((chosen + by + disagreements.length) % disagreements.length)
  const action = (id: string, name: string, keys: string, run: () => void): Action => ({
    ...{ id: `adjudicate ${id}`, name, keys, run, group: strings.app.groups.page },
  })
  useActions(
    shown
      ? [
          action('next', words.next, 'J', () => step(1)),
          action('previous', words.previous, 'K', () => step(-1)),
          ...(canChange
            ? [
                ...labels.map((label) => action(label, words.decide[label], keyOf[label], () => say(label))),
                action('undo', words.undo, 'Z', () => shown.decision && decide.mutate(null)),
              ]
            : []),
        ]
      : [],
  )
  if (!shown)
    return (
      <Section title={words.title} text={words.text}>
        <Typography>{words.none}</Typography>
      </Section>
    )
  const decision = ({ decision: made }: Disagreement) =>
    made ? words.by(named[made.label], made.by) : words.open
  const answer = ({ label, confidence, blind }: Disagreement['answers'][number]) =>
    [named[label], words.confidence(String(confidence)), ...(blind ? [] : [words.notBlind])].join(', ')
  return (
    <Section title={words.title} text={words.text}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {shown.sinus} · {words.place(formatCount(chosen + 1), formatCount(disagreements.length))}
        </Typography>
        <Button variant="outlined" onClick={() => step(-1)} aria-keyshortcuts="K">
          {words.previous}
        </Button>
        <Button variant="outlined" onClick={() => step(1)} aria-keyshortcuts="J">
          {words.next}
        </Button>
      </Box>
      {volume.error && (
        <ErrorPanel title={strings.review.reading.cannotShow} error={toPayload(volume.error)} />
      )}
      {volume.isPending && (
        <Skeleton role="status" variant="rounded" height={320} aria-label={strings.review.reading.loading} />
      )}
      {volume.data && (
        <ThreePlanes
          volume={volume.data}
          label={words.viewer(shown.sinus)}
          at={moved?.item === shown.item ? moved.at : middle}
          move={(at) => setMoved({ item: shown.item, at })}
          marks={[]}
        />
      )}
      <Box
        component="section"
        aria-label={words.answers(shown.sinus)}
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: `repeat(${shown.answers.length}, minmax(0, 1fr))`,
        }}
      >
        {shown.answers.map((given) => (
          <Box key={given.reader} sx={{ p: 2, border: 1, borderColor: 'divider', borderRadius: 1 }}>
            <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
              {given.reader}
            </Typography>
            <Typography>{answer(given)}</Typography>
          </Box>
        ))}
      </Box>
      {canChange && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', flexWrap: 'wrap' }}>
          <TextField
            size="small"
            label={words.name}
            helperText={words.nameHint}
            value={by}
            onChange={({ target }) => setBy(target.value)}
            sx={{ width: 280 }}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          {labels.map((label) => (
            <Button
              key={label}
              variant={shown.decision?.label === label ? 'contained' : 'outlined'}
              aria-pressed={shown.decision?.label === label}
              aria-keyshortcuts={keyOf[label]}
              onClick={() => say(label)}
              sx={{ height: 40, whiteSpace: 'nowrap' }}
            >
              {words.decide[label]}
            </Button>
          ))}
          <Button
            disabled={!shown.decision}
            aria-keyshortcuts="Z"
            onClick={() => decide.mutate(null)}
            sx={{ height: 40, whiteSpace: 'nowrap' }}
          >
            {words.undo}
          </Button>
        </Box>
      )}
      <Typography role="status" sx={{ minHeight: 20 }}>
        {note || decision(shown)}
      </Typography>
      {decide.error && <ErrorPanel title={words.failed} error={toPayload(decide.error)} />}
      <ChartTable
        label={words.table}
        maxHeightPx={320}
        numbers={{
          columns: [
            { title: words.sinus },
            ...shown.answers.map(({ reader }) => ({ title: reader })),
            { title: words.decision },
          ],
          rows: disagreements.map((each) => [each.sinus, ...each.answers.map(answer), decision(each)]),
        }}
      />
    </Section>
  )
}
