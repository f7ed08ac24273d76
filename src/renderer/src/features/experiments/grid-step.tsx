import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import { formatCount, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { readSeeds, withFraction } from './draft-edits.ts'
import type { StepProps } from './steps.tsx'

/** How often each method is tried: label fractions × folds × seeds. */
export function GridStep({ draft, offers, preview, change }: StepProps) {
  const id = useId()
  const words = strings.experiments.grid
  const [typed, setTyped] = useState(draft.seeds.join(', '))
  const rows = draft.methods.length + (draft.variants?.length ?? 0)
  const factors = [
    words.methods(rows),
    words.fractions(draft.labelFractions.length),
    words.folds(draft.folds),
    words.seeds(draft.seeds.length),
  ]
  const known = readSeeds(typed)
  // As typed while it says the same; the plan may have been changed elsewhere meanwhile.
  const isSame = known === null || known.join() === draft.seeds.join()
  const seeds = isSame ? typed : draft.seeds.join(', ')
  return (
    <>
      <Box role="group" aria-labelledby={id}>
        <Typography variant="h3" id={id}>
          {words.fractionsTitle}
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>{words.fractionsHint}</Typography>
        {[...offers.labelFractions].map((fraction) => {
          const isChosen = draft.labelFractions.includes(fraction)
          return (
            <FormControlLabel
              key={fraction}
              control={
                <Checkbox
                  size="small"
                  checked={isChosen}
                  disabled={isChosen && draft.labelFractions.length === 1}
                  onChange={({ target }) => change(withFraction(draft, fraction, target.checked))}
                />
              }
              label={formatShare(fraction)}
            />
          )
        })}
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', gap: 2 }}>
        <TextField
          select
          size="small"
          label={words.foldsTitle}
          helperText={words.foldsHint(offers.folds)}
          value={Math.min(draft.folds, offers.folds)}
          onChange={({ target }) => change({ ...draft, folds: Number(target.value) })}
          slotProps={{ select: { native: true } }}
        >
          {Array.from({ length: offers.folds }, (_, index) => (
            <option key={index} value={index + 1}>
              {index + 1}
            </option>
          ))}
        </TextField>
        <TextField
          size="small"
          label={words.seedsTitle}
          helperText={known ? words.seedsHint : words.seedsWrong}
          error={!known}
          value={seeds}
          onChange={({ target }) => {
            setTyped(target.value)
            const read = readSeeds(target.value)
            if (read) change({ ...draft, seeds: read })
          }}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
      </Box>
      <Box>
        <Typography sx={{ color: 'text.secondary' }}>{factors.join(' × ')}</Typography>
        <Typography variant="h1" component="p" role="status" sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {preview ? words.runs(formatCount(preview.runs), preview.runs) : words.counting}
        </Typography>
        {preview && preview.pretrainings > 0 && (
          <Typography>{words.shared(preview.pretrainings, preview.pretrainedRuns)}</Typography>
        )}
      </Box>
    </>
  )
}
