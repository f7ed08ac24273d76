import Alert from '@mui/material/Alert'
import AlertTitle from '@mui/material/AlertTitle'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import type { SavedReport, VerifyReport } from '../../../../shared/ipc/outputs.ts'
import { Card } from '../../components/card.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { TitleRow } from '../../components/title-row.tsx'
import { WorkState } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
import { useCanChange } from '../../lib/use-host.ts'

interface ReportCardProps {
  folder: string
  experiment: string
}

/** More than this of what has changed is counted, not listed. */
const listed = 20

/** What an experiment is handed on with: its report, and the proof that nothing behind it has changed. */
export function ReportCard({ folder, experiment }: ReportCardProps) {
  const words = strings.results.report
  const canChange = useCanChange()
  const report = useLongWork<never, SavedReport>(`report ${folder} ${experiment}`)
  const proof = useLongWork<never, VerifyReport>(`verify ${folder} ${experiment}`)
  const save = useMutation({
    mutationFn: async (name: string) => saveFile(name, await client.outputs.reportPage({ folder, name })),
  })
  const written = report.work?.result
  return (
    <Card>
      <Box component="section" aria-labelledby="report-title" sx={{ display: 'grid', gap: 2 }}>
        <TitleRow id="report-title" title={words.title} note={words.text}>
          <Button
            variant="outlined"
            disabled={proof.isRunning}
            onClick={() => proof.start((options) => client.outputs.verify({ folder, experiment }, options))}
          >
            {words.verify}
          </Button>
          {canChange && (
            <Button
              variant="contained"
              disabled={report.isRunning}
              onClick={() =>
                report.start((options) => client.outputs.report({ folder, experiment }, options))
              }
            >
              {words.write}
            </Button>
          )}
        </TitleRow>
        <WorkState
          work={report.work}
          stop={report.stop}
          label={words.writing}
          failed={words.failed}
          stopped={words.stopped}
        />
        {written && (
          <Alert
            severity="success"
            variant="outlined"
            action={
              <Button color="inherit" size="small" onClick={() => save.mutate(written.name)}>
                {words.save}
              </Button>
            }
          >
            {words.written(written.name)} {written.overlap}
          </Alert>
        )}
        {save.error && <ErrorPanel title={words.failed} error={toPayload(save.error)} />}
        <WorkState
          work={proof.work}
          stop={proof.stop}
          label={words.verifying}
          failed={words.verifyFailed}
          stopped={words.verifyStopped}
        />
        {proof.work?.result && <Proof report={proof.work.result} />}
      </Box>
    </Card>
  )
}

function Proof({ report: { ok, failures, notes, checked } }: { report: VerifyReport }) {
  const words = strings.results.report
  if (ok) {
    return (
      <Alert severity="success" variant="outlined">
        {words.asWritten(formatCount(checked.files), formatCount(checked.predictions))}{' '}
        {notes.map(inWords).join(' ')}
      </Alert>
    )
  }
  return (
    <Alert severity="error" variant="outlined">
      <AlertTitle>{words.changed(failures.length)}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2, overflowWrap: 'anywhere' }}>
        {failures.slice(0, listed).map(({ file, reason }) => (
          <li key={`${file} ${reason}`}>
            {file} {inWords(reason)}
          </li>
        ))}
        {failures.length > listed && <li>{words.more(formatCount(failures.length - listed))}</li>}
      </Box>
    </Alert>
  )
}
