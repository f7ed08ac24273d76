import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import FormControlLabel from '@mui/material/FormControlLabel'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import { defaultSplitOptions } from '../../../../shared/domain/splits.ts'
import { Choice } from '../../components/choice.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { strings } from '../../lib/strings.ts'

export interface FreezeWish {
  name?: string
  folds: number
  seed: number
  testFraction: number
  unit: 'subject' | 'sinus'
  leaveOutFlagged: boolean
}

/** What a version is to be like. The split that leaks is behind a red banner and asks twice. */
export function FreezeDialog({ close, freeze }: { close: () => void; freeze: (wish: FreezeWish) => void }) {
  const id = useId()
  const [name, setName] = useState('')
  const [folds, setFolds] = useState(String(defaultSplitOptions.folds))
  const [testPercent, setTestPercent] = useState(String(100 * defaultSplitOptions.testFraction))
  const [seed, setSeed] = useState(String(defaultSplitOptions.seed))
  const [unit, setUnit] = useState<FreezeWish['unit']>('subject')
  const [isUnderstood, setIsUnderstood] = useState(false)
  const [leaveOutFlagged, setLeaveOutFlagged] = useState(false)
  const words = strings.dataset.freeze
  const numbers = [folds, testPercent, seed].map((text) => (text.trim() === '' ? NaN : Number(text)))
  const canFreeze = numbers.every(Number.isFinite) && (unit === 'subject' || isUnderstood)
  const submit = () =>
    freeze({
      ...(name.trim() && { name: name.trim() }),
      ...{ folds: numbers[0], testFraction: numbers[1] / 100, seed: numbers[2], unit, leaveOutFlagged },
    })
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={0}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canFreeze) submit()
        }}
      >
        <DialogTitle id={id} variant="h1" component="h2">
          {words.title}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <Typography sx={{ color: 'text.secondary' }}>{words.text}</Typography>
          <TextField
            size="small"
            label={words.name}
            helperText={words.nameHint}
            value={name}
            onChange={({ target }) => setName(target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 2fr 1fr', gap: 2 }}>
            <NumberField inputMode="decimal" label={words.folds} value={folds} change={setFolds} />
            <NumberField
              inputMode="decimal"
              label={words.testShare}
              value={testPercent}
              change={setTestPercent}
            />
            <NumberField inputMode="decimal" label={words.seed} value={seed} change={setSeed} />
          </Box>
          <FormControlLabel
            control={
              <Checkbox
                size="small"
                checked={leaveOutFlagged}
                onChange={({ target }) => setLeaveOutFlagged(target.checked)}
              />
            }
            label={words.flagged}
          />
          <Choice
            label={words.unit}
            value={unit}
            choose={setUnit}
            options={(['subject', 'sinus'] as const).map((value) => ({ value, name: words.units[value] }))}
          />
          {unit === 'sinus' && (
            <Alert severity="error" variant="outlined">
              <Typography gutterBottom>{words.ungrouped}</Typography>
              <FormControlLabel
                control={
                  <Checkbox
                    size="small"
                    color="error"
                    checked={isUnderstood}
                    onChange={({ target }) => setIsUnderstood(target.checked)}
                  />
                }
                label={words.understood}
              />
            </Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, py: 2 }}>
          <Button onClick={close}>{words.cancel}</Button>
          <Button
            type="submit"
            variant="contained"
            color={unit === 'sinus' ? 'error' : 'primary'}
            disabled={!canFreeze}
          >
            {words.start}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
