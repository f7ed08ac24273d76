import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { columnMeanings } from '../../../../shared/domain/label-columns.ts'
import type { ColumnMap } from '../../../../shared/domain/label-columns.ts'
import { findings, sides } from '../../../../shared/domain/sinus.ts'
import type { LabelPreview } from '../../../../shared/ipc/cohort.ts'
import type { ErrorPayload } from '../../../../shared/ipc/error.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

const ignored = 'ignore'
/** More lines than this are counted, not listed. */
const listedProblems = 20

type Columns = LabelPreview['columns']

/** Of a sheet that could not be understood, its columns as far as they were: the rest is to be said by hand. */
export function unclearColumns(error: ErrorPayload | null): Columns | null {
  if (error?.code !== 'invalid-labels') return null
  const { columns, understood } = (error.details ?? {}) as { columns?: string[]; understood?: ColumnMap }
  return (
    columns?.map((title) => ({
      title,
      meaning: columnMeanings.find((meaning) => understood?.[meaning] === title) ?? null,
      examples: [],
    })) ?? null
  )
}

interface LabelColumnsProps {
  columns: Columns
  change: (column: string, meaning: string) => void
}

/** What each column is taken for, to be put right. */
export function LabelColumns({ columns, change }: LabelColumnsProps) {
  const words = strings.cohort.labels
  return (
    <Table size="small" aria-label={words.column}>
      <TableHead>
        <TableRow>
          <TableCell>{words.column}</TableCell>
          <TableCell>{words.holds}</TableCell>
          <TableCell width={220}>{words.means}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {columns.map(({ title, meaning, examples }) => (
          <TableRow key={title}>
            <TableCell>{title}</TableCell>
            <TableCell sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {examples.join(', ')}
            </TableCell>
            <TableCell>
              <TextField
                select
                fullWidth
                size="small"
                variant="standard"
                value={meaning ?? ignored}
                onChange={({ target }) => change(title, target.value)}
                slotProps={{ select: { SelectDisplayProps: { 'aria-label': words.meaningOf(title) } } }}
              >
                {[...columnMeanings, ignored].map((value) => (
                  <MenuItem key={value} value={value}>
                    {words.meanings[value as keyof typeof words.meanings] ?? words.ignored}
                  </MenuItem>
                ))}
              </TextField>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

/** What the sheet says, counted by side. */
export function LabelCounts({ preview: { counts, labels, changed, unlabelled } }: { preview: LabelPreview }) {
  const words = strings.cohort.labels
  const kinds = (['normal', 'anomalous', ...findings] as const).filter((kind) =>
    sides.some((side) => (counts[side][kind] ?? 0) > 0),
  )
  return (
    <Box>
      <Typography variant="h3">{words.counts}</Typography>
      <Typography>{words.summary(formatCount(labels), formatCount(changed))}</Typography>
      {unlabelled > 0 && (
        <Typography sx={{ color: 'text.secondary' }}>{words.unlabelled(formatCount(unlabelled))}</Typography>
      )}
      {kinds.length > 0 && (
        <Table size="small" aria-label={words.counts} sx={{ width: 'auto', mt: 1 }}>
          <TableHead>
            <TableRow>
              <TableCell />
              {sides.map((side) => (
                <TableCell key={side} align="right">
                  {words.side[side]}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {kinds.map((kind) => (
              <TableRow key={kind}>
                <TableCell component="th" scope="row">
                  {words.count[kind]}
                </TableCell>
                {sides.map((side) => (
                  <TableCell key={side} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                    {formatCount(counts[side][kind] ?? 0)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Box>
  )
}

/** The lines that are not taken, and why. */
export function LabelProblems({ problems }: { problems: LabelPreview['problems'] }) {
  const words = strings.cohort.labels
  if (problems.length === 0) return null
  return (
    <Alert severity="warning" variant="outlined">
      <Typography variant="h3">{words.problems(problems.length)}</Typography>
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {problems.slice(0, listedProblems).map(({ line, reason }) => (
          <li key={`${line} ${reason}`}>
            {words.line(formatCount(line))}: {inWords(reason)}
          </li>
        ))}
        {problems.length > listedProblems && (
          <li>{words.more(formatCount(problems.length - listedProblems))}</li>
        )}
      </Box>
    </Alert>
  )
}
