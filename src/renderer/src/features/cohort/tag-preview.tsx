import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useEffect, useState } from 'react'
import type { AttributePreview } from '../../../../shared/ipc/cohort.ts'
import { monospace } from '../../app/theme.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { WorkProgress } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'

interface Previewed {
  series: { series: string; file: string; attributes: AttributePreview[] }[]
}

/** What the files hold and what is kept of it. It names the patient: shown, never stored. */
export function TagPreview({ folder, paths, series }: { folder: string; paths: string[]; series: string[] }) {
  const { work, isRunning, start, stop, forget } = useLongWork<never, Previewed>(`tags ${folder}`)
  const [onlyIdentifying, setOnlyIdentifying] = useState(true)
  const words = strings.cohort.tags
  useEffect(() => {
    start((options) => client.cohort.tags({ folder, paths, series }, options))
    return () => {
      stop()
      forget()
    }
    // Once: what is chosen does not change while this is shown.
  }, [])
  return (
    <>
      {isRunning && <WorkProgress label={words.reading} progress={work!.progress} stop={stop} />}
      {work?.state === 'failed' && <ErrorPanel title={words.failed} error={toPayload(work.error)} />}
      {work?.result && (
        <FormControlLabel
          control={
            <Switch checked={onlyIdentifying} onChange={({ target }) => setOnlyIdentifying(target.checked)} />
          }
          label={words.identifying}
        />
      )}
      {work?.result?.series.map(({ series: name, file, attributes }) => (
        <Attributes
          key={name}
          file={file}
          attributes={attributes}
          shown={onlyIdentifying ? attributes.filter(({ identifying }) => identifying) : attributes}
        />
      ))}
    </>
  )
}

interface AttributesProps {
  file: string
  attributes: AttributePreview[]
  shown: AttributePreview[]
}

function Attributes({ file, attributes, shown }: AttributesProps) {
  const words = strings.cohort.tags
  const removed = attributes.filter(({ fate }) => fate === 'removed').length
  const code = { fontFamily: monospace, fontSize: '0.8125rem', overflowWrap: 'anywhere' }
  return (
    <Box>
      <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
        {file}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }} gutterBottom>
        {words.removed(formatCount(removed), formatCount(attributes.length))}
      </Typography>
      <TableContainer tabIndex={0} role="region" aria-label={words.table(file)} sx={{ maxHeight: 320 }}>
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell width="34%">{words.attribute}</TableCell>
              <TableCell width="33%">{words.before}</TableCell>
              <TableCell>{words.after}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map(({ tag, name, before, values, after, fate }) => (
              <TableRow key={tag}>
                <TableCell>
                  {name ?? words.unnamed}{' '}
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    ({tag})
                  </Box>
                </TableCell>
                <TableCell sx={code}>
                  {before}
                  {values > 1 && ` (${words.values(formatCount(values))})`}
                </TableCell>
                <TableCell sx={fate === 'removed' ? { color: 'text.secondary' } : code}>
                  {after === null ? words.fate[fate] : `${inWords(after)} (${words.fate[fate]})`}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Box>
  )
}
