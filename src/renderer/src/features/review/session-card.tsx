import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import LinearProgress from '@mui/material/LinearProgress'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { duration } from '../../../../shared/domain/duration.ts'
import type { ReaderProgress, ReviewSession } from '../../../../shared/ipc/review.ts'
import { Card } from '../../components/card.tsx'
import { useActions } from '../../lib/actions.ts'
import { formatCount, formatFixed, formatTime } from '../../lib/format.ts'
import { go, routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { EndDialog } from './end-dialog.tsx'

interface SessionCardProps {
  folder: string
  session: ReviewSession
  canChange: boolean
}

/** A review: what is read, how far everybody is, and the ways in. */
export function SessionCard({ folder, session: review, canChange }: SessionCardProps) {
  const [isEnding, setIsEnding] = useState(false)
  const { session, datasetVersion, worklist, experiment, sinuses, createdAt, endedAt, appliedAs, readers } =
    review
  const { session: words, worklists } = strings.review
  const isOver = endedAt !== null
  const toReading = (reader: string) => ({ page: 'review' as const, folder, params: { session, reader } })
  const toAgreement = { page: 'review' as const, folder, params: { session } }
  const action = (id: string, name: string, run: () => void) => ({
    ...{ id: `${id} ${session}`, name, run, group: strings.app.groups.page },
  })
  useActions(
    isOver
      ? [action('compare', words.agreementOf(session), () => go(toAgreement))]
      : canChange
        ? [
            ...readers.map(({ reader }) =>
              action(`read ${reader}`, words.readAs(reader, session), () => go(toReading(reader))),
            ),
            action('end', words.endOf(session), () => setIsEnding(true)),
          ]
        : [],
  )
  const id = `review-${session}`
  return (
    <Card>
      <Box component="section" aria-labelledby={id} sx={{ display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
              <Typography variant="h2" id={id}>
                {session}
              </Typography>
              <Chip
                size="small"
                variant="outlined"
                label={
                  appliedAs !== null
                    ? words.state.applied(appliedAs)
                    : words.state[isOver ? 'ended' : 'running']
                }
              />
            </Box>
            <Typography sx={{ color: 'text.secondary' }}>
              {[
                words.facts(formatCount(sinuses), datasetVersion, worklists[worklist]),
                ...(experiment === null ? [] : [words.models(experiment)]),
                words.started(formatTime(createdAt)),
              ].join(' · ')}
            </Typography>
          </Box>
          {isOver ? (
            <Button
              variant="outlined"
              href={routeHash(toAgreement)}
              aria-label={words.agreementOf(session)}
              sx={{ whiteSpace: 'nowrap' }}
            >
              {words.agreement}
            </Button>
          ) : (
            canChange && (
              <Button
                variant="outlined"
                color="inherit"
                onClick={() => setIsEnding(true)}
                aria-label={words.endOf(session)}
                sx={{ whiteSpace: 'nowrap' }}
              >
                {words.end}
              </Button>
            )
          )}
        </Box>
        <TableContainer>
          <Table size="small" aria-label={words.readers(session)}>
            <TableHead>
              <TableRow>
                <TableCell>{words.reader}</TableCell>
                <TableCell align="right">{words.done}</TableCell>
                <TableCell sx={{ width: '25%' }} aria-hidden />
                <TableCell align="right">{words.median}</TableCell>
                <TableCell align="right">{words.left}</TableCell>
                {!isOver && canChange && <TableCell aria-hidden />}
              </TableRow>
            </TableHead>
            <TableBody>
              {readers.map((progress) => (
                <ReaderRow
                  key={progress.reader}
                  {...{ progress, session }}
                  href={!isOver && canChange ? routeHash(toReading(progress.reader)) : null}
                />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      </Box>
      {isEnding && <EndDialog {...{ folder, review }} close={() => setIsEnding(false)} />}
    </Card>
  )
}

interface ReaderRowProps {
  progress: ReaderProgress
  session: string
  /** To the reading; null where nobody can read. */
  href: string | null
}

function ReaderRow({ progress, session, href }: ReaderRowProps) {
  const { reader, done, total, medianSeconds, secondsLeft } = progress
  const { session: words } = strings.review
  const numbers = {
    align: 'right' as const,
    sx: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  }
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {reader}
      </TableCell>
      <TableCell {...numbers}>{words.of(formatCount(done), formatCount(total))}</TableCell>
      <TableCell>
        <LinearProgress
          variant="determinate"
          value={(100 * done) / total}
          aria-label={words.readAs(reader, session)}
        />
      </TableCell>
      <TableCell {...numbers}>
        {medianSeconds === null ? words.none : formatFixed(medianSeconds, 1)}
      </TableCell>
      <TableCell {...numbers}>
        {secondsLeft === null || done === total ? words.none : duration(secondsLeft)}
      </TableCell>
      {href !== null && (
        <TableCell align="right">
          <Button size="small" href={href} aria-label={words.readAs(reader, session)}>
            {words.read}
          </Button>
        </TableCell>
      )}
    </TableRow>
  )
}
