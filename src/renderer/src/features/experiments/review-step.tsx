import Good from '@mui/icons-material/CheckOutlined'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import List from '@mui/material/List'
import ListItem from '@mui/material/ListItem'
import Typography from '@mui/material/Typography'
import { duration } from '../../../../shared/domain/duration.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { RunOptionFields } from '../../components/run-options.tsx'
import { toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatGigabytes, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { useQueue } from '../../lib/use-queue.ts'
import type { StepProps } from './steps.tsx'
import { usePlanInHand } from './use-plan.ts'
import { usePlanning } from './use-planning.ts'

/** The plan in plain words, and the way into the queue. */
export function ReviewStep(props: StepProps) {
  const { folder, draft, preview, isCurrent } = props
  const { set } = usePlanInHand(folder)
  const planning = usePlanning(folder, () => set(null))
  const { status } = useQueue(folder)
  const words = strings.experiments.review
  if (!preview) return null
  const isReady = isCurrent && preview.experiment !== null && !planning.isPlanning
  return (
    <>
      <PlainWords {...props} preview={preview} />
      {preview.deviations.length > 0 && (
        <Box>
          <Typography variant="h3">
            {words.deviations(preview.deviations.length, draft.preset ?? '')}
          </Typography>
          <List dense disablePadding>
            {preview.deviations.map(({ setting, preset, used }) => (
              <ListItem key={setting} disableGutters sx={{ py: 0, overflowWrap: 'anywhere' }}>
                {words.deviation(setting, asText(preset), asText(used))}
              </ListItem>
            ))}
          </List>
        </Box>
      )}
      <Box>
        <Typography variant="h3" gutterBottom>
          {words.lineage}
        </Typography>
        {preview.lineage.declared.length === 0 ? (
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Good color="success" sx={{ fontSize: 20 }} />
            <Typography>{words.proved(preview.lineage.models, preview.lineage.trainings)}</Typography>
          </Box>
        ) : (
          <Alert severity="error" variant="outlined">
            {preview.lineage.declared.map(({ name, because }) => (
              <Typography key={name}>{words.leak(inWords(name), inWords(because))}</Typography>
            ))}
          </Alert>
        )}
      </Box>
      {preview.isPlanned && (
        <Alert severity="info" variant="outlined">
          {words.isPlanned(preview.experiment ?? '')}
        </Alert>
      )}
      {status?.holder && (
        <Alert severity="info" variant="outlined">
          {words.busy}
        </Alert>
      )}
      {planning.error && (
        <ErrorPanel title={words.failed} error={toPayload(planning.error)}>
          <Button variant="outlined" onClick={planning.dismiss}>
            {strings.start.dismiss}
          </Button>
        </ErrorPanel>
      )}
      <RunOptionFields folder={folder} />
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          variant="contained"
          disabled={!isReady || !planning.canStart}
          onClick={() => planning.plan(draft, true)}
        >
          {planning.isPlanning && planning.andStarts ? strings.start.starting : words.planAndStart}
        </Button>
        <Button variant="outlined" disabled={!isReady} onClick={() => planning.plan(draft, false)}>
          {planning.isPlanning && !planning.andStarts ? words.planning : words.planOnly}
        </Button>
        {preview.experiment === null && (
          <Typography variant="caption" sx={{ color: 'text.secondary' }} role="status">
            {words.waitsForEngine}
          </Typography>
        )}
      </Box>
    </>
  )
}

function PlainWords({
  draft,
  preview,
  versions,
}: StepProps & { preview: NonNullable<StepProps['preview']> }) {
  const words = strings.experiments.review
  const { runs, pretrainings, finetunings, estimate, finished } = preview
  const version = versions.find((one) => one.version === preview.dataset)
  const methods = draft.methods.map(formatMethod).join(', ')
  const sentences = [
    words.what(draft.name, methods, draft.variants?.length ?? 0),
    words.where(preview.dataset, version ? formatCount(version.subjects) : '?'),
    words.howOften(
      draft.labelFractions.map(formatShare).join(', '),
      draft.folds,
      draft.seeds.length,
      formatCount(runs),
    ),
    words.trainings(formatCount(pretrainings), formatCount(finetunings), pretrainings),
    words.takes(
      duration(estimate.seconds),
      formatGigabytes(estimate.memoryBytes),
      formatGigabytes(estimate.diskBytes),
    ),
    ...(finished > 0 ? [strings.experiments.cost.finished(formatCount(finished), finished)] : []),
  ]
  return (
    <Box sx={{ display: 'grid', gap: 1, maxWidth: '72ch' }}>
      {sentences.map((sentence) => (
        <Typography key={sentence}>{sentence}</Typography>
      ))}
    </Box>
  )
}

/** A setting as a recipe writes it; one that is not there as a dash. */
const asText = (value: unknown): string =>
  value === null || value === undefined
    ? strings.experiments.budget.none
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
