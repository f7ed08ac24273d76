import Alert from '@mui/material/Alert'
import RadioGroup from '@mui/material/RadioGroup'
import { formatCount, formatTime } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { StepProps } from './steps.tsx'
import { Tile } from './tile.tsx'

/** On which frozen version. */
export function DatasetStep({ draft, versions, chooseDataset }: StepProps) {
  const words = strings.experiments.dataset
  const chosen = versions.find(({ version }) => version === draft.dataset)
  return (
    <>
      <RadioGroup
        aria-label={words.versions}
        value={draft.dataset ?? ''}
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))', gap: 1 }}
      >
        {versions.toReversed().map(({ version, subjects, sinuses, frozenAt, hash }) => (
          <Tile
            key={version}
            kind="radio"
            value={version}
            title={version}
            text={words.holds(formatCount(subjects), formatCount(sinuses))}
            note={words.frozen(formatTime(frozenAt), hash.slice(0, 8))}
            isChosen={draft.dataset === version}
            choose={() => chooseDataset(version)}
          />
        ))}
      </RadioGroup>
      {chosen?.splitUnit === 'sinus' && (
        <Alert severity="error" variant="outlined">
          {words.leaks}
        </Alert>
      )}
      {chosen?.intact === false && (
        <Alert severity="error" variant="outlined">
          {words.damaged}
        </Alert>
      )}
    </>
  )
}
