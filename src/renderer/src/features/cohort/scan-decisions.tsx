import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { isAbout, useDecide, useDecisions } from './use-decisions.ts'

interface ScanDecisionsProps {
  folder: string
  /** Id of the scan. */
  scan: string
  changed: () => void
}

/** The questions a scan asks, with their answers as buttons, and the way back from those that were answered. */
export function ScanDecisions({ folder, scan, changed }: ScanDecisionsProps) {
  const decisions = useDecisions(folder)
  const decide = useDecide(folder, changed)
  const words = strings.cohort.decisions
  const answers: Record<string, string> = words.answers
  const open = decisions.data?.open.filter((each) => each.scan === scan) ?? []
  const decided = decisions.data?.decided.filter((each) => isAbout(each, scan)) ?? []
  const ask = (answer: 'same' | 'different') =>
    decide.mutate(() => client.cohort.decideSameScan({ folder, target: scan, answer }))
  return (
    <>
      {open.map(({ question }) =>
        question === 'sides' ? (
          <Sides
            key={question}
            isBusy={decide.isPending}
            decide={(orientation) =>
              decide.mutate(() => client.cohort.decideSides({ folder, target: scan, orientation }))
            }
          />
        ) : (
          <Box key={question} sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}>
            <Typography variant="h3">{words.sameScan}</Typography>
            <Button variant="outlined" disabled={decide.isPending} onClick={() => ask('same')}>
              {words.same}
            </Button>
            <Button variant="outlined" disabled={decide.isPending} onClick={() => ask('different')}>
              {words.different}
            </Button>
          </Box>
        ),
      )}
      {decided.map(({ question, answer, scan: target }) => (
        <Box key={question} sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
          <Typography sx={{ flex: 1 }}>{words.decided(answers[answer] ?? answer)}</Typography>
          <Button
            variant="outlined"
            disabled={decide.isPending}
            onClick={() => decide.mutate(() => client.cohort.undoDecision({ folder, target, question }))}
          >
            {words.undo}
          </Button>
        </Box>
      ))}
      {decide.error && <ErrorPanel title={words.failed} error={toPayload(decide.error)} />}
    </>
  )
}

function Sides({ isBusy, decide }: { isBusy: boolean; decide: (orientation: string) => void }) {
  const [orientation, setOrientation] = useState('')
  const words = strings.cohort.decisions
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault()
        decide(orientation)
      }}
      sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}
    >
      <TextField
        size="small"
        fullWidth
        label={words.sides}
        helperText={words.sidesHint}
        value={orientation}
        onChange={({ target }) => setOrientation(target.value.toUpperCase().slice(0, 3))}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <Button type="submit" variant="outlined" disabled={isBusy || orientation.length < 3}>
        {words.decide}
      </Button>
    </Box>
  )
}
