import Alert from '@mui/material/Alert'
import AlertTitle from '@mui/material/AlertTitle'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { modelFormats } from '../../../../shared/ipc/model-jobs.ts'
import type { ExportReport, PredictReport } from '../../../../shared/ipc/outputs.ts'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import { Card } from '../../components/card.tsx'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PathForm } from '../../components/path-form.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { WorkOutcome, WorkProgress, WorkState } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatFixed } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'

interface ModelUseProps {
  folder: string
  scores: MethodScores
}

/** A trained model, for other programs and for new heads. */
export function ModelUse({ folder, scores: { models } }: ModelUseProps) {
  const words = strings.results.detail.use
  const [chosen, setChosen] = useState(models[0].stage)
  const stage = models.some((model) => model.stage === chosen) ? chosen : models[0].stage
  const exporting = useLongWork<never, ExportReport>(`export ${folder}`)
  return (
    <Card>
      <Box component="section" aria-labelledby="use-title" sx={{ display: 'grid', gap: 2 }}>
        <Box>
          <Typography variant="h3" id="use-title">
            {words.title}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {words.text}
          </Typography>
        </Box>
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
          <SelectField
            label={words.model}
            value={stage}
            choose={setChosen}
            options={models.map(({ stage: value, foldIndex, seed }) => ({
              value,
              name: strings.results.detail.model(foldIndex + 1, seed),
            }))}
            sx={{ minWidth: 200 }}
          />
          <Button
            variant="outlined"
            disabled={exporting.isRunning}
            onClick={() =>
              exporting.start((options) => client.outputs.exportModel({ folder, stage }, options))
            }
          >
            {words.export}
          </Button>
        </Box>
        <WorkState
          work={exporting.work}
          stop={exporting.stop}
          label={words.exporting}
          failed={words.exportFailed}
          stopped={words.exportStopped}
        />
        {exporting.work?.result && <Exported report={exporting.work.result} />}
        <NewHeads folder={folder} stage={stage} />
      </Box>
    </Card>
  )
}

function Exported({ report: { folder, formats } }: { report: ExportReport }) {
  const words = strings.results.detail.use
  return (
    <Alert severity="success" variant="outlined">
      <AlertTitle sx={{ overflowWrap: 'anywhere' }}>{words.exported(folder)}</AlertTitle>
      {modelFormats.map((format) => {
        const outcome = formats[format]
        return (
          <div key={format}>
            {'leftOut' in outcome
              ? words.leftOut(format, inWords(outcome.leftOut))
              : words.checked(format, outcome.largestDifference.toExponential(1))}
          </div>
        )
      })}
    </Alert>
  )
}

function NewHeads({ folder, stage }: { folder: string; stage: string }) {
  const words = strings.results.detail.use
  const [ensemble, setEnsemble] = useState(true)
  const scoring = useLongWork<never, PredictReport>(`predict ${folder}`)
  const score = (paths: string[]) =>
    scoring.start((options) => client.outputs.predict({ folder, stage, paths, ensemble }, options))
  const choose = useMutation({
    mutationFn: () => client.host.choose({ what: 'scans' }),
    onSuccess: ({ paths }) => paths.length > 0 && score(paths),
  })
  if (scoring.isRunning)
    return <WorkProgress label={words.scoring} progress={scoring.work!.progress} stop={scoring.stop} />
  return (
    <>
      <PathForm
        label={words.path}
        hint={words.pathHint}
        submit={words.score}
        dialog={{ name: words.choose, isOpen: choose.isPending, open: () => choose.mutate() }}
        onSubmit={(path) => score([path])}
      >
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={ensemble}
              onChange={({ target }) => setEnsemble(target.checked)}
            />
          }
          label={words.ensemble}
        />
      </PathForm>
      {choose.error && <ErrorPanel title={words.scoreFailed} error={toPayload(choose.error)} />}
      <WorkOutcome work={scoring.work} failed={words.scoreFailed} stopped={words.scoreStopped} />
      {scoring.work?.result && <Scored report={scoring.work.result} />}
    </>
  )
}

function Scored({ report: { folder, sinuses, heads, failed, threshold } }: { report: PredictReport }) {
  const words = strings.results.detail.use
  const fileOf = (subject: string) => heads.find((head) => head.subject === subject)!
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <ChartTable
        label={words.scores}
        maxHeightPx={320}
        numbers={{
          columns: [
            { title: words.head },
            { title: words.side },
            { title: words.scoreColumn, format: (value) => formatFixed(value, 3) },
            { title: words.spread, format: (value) => formatFixed(value, 3) },
            { title: words.call },
            { title: words.remark },
          ],
          rows: [
            ...sinuses.map(({ subject, side, score, uncertainty, anomalous, reasons }) => [
              `${subject} (${fileOf(subject).file})`,
              inWords(side),
              score,
              uncertainty,
              score === null
                ? words.calls.none
                : anomalous === null
                  ? ''
                  : words.calls[anomalous ? 'anomalous' : 'normal'],
              [...reasons, ...fileOf(subject).notes].map(inWords).join('; '),
            ]),
            ...failed.map(({ subject, file, reason }) => [
              `${subject} (${file})`,
              '',
              null,
              null,
              words.calls.none,
              inWords(reason),
            ]),
          ],
        }}
      />
      <Typography variant="caption" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {isUndefined(threshold)
          ? words.noThreshold(inWords(threshold.reason))
          : words.threshold(formatFixed(threshold.threshold, 3))}{' '}
        {words.files(folder)}
      </Typography>
    </Box>
  )
}
