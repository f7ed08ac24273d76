import Close from '@mui/icons-material/CloseOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import type { LaneNote } from '../../../../shared/ipc/cohort.ts'
import { monospace } from '../../app/theme.ts'
import { Card } from '../../components/card.tsx'
import { inWords } from '../../lib/core-words.ts'
import { strings } from '../../lib/strings.ts'
import type { CohortRow } from './cohort-rows.ts'
import { LaneMark } from './lane-mark.tsx'
import { ScanDecisions } from './scan-decisions.tsx'

interface ScanDetailProps {
  folder: string
  row: CohortRow
  close: () => void
  /** Something was decided: the scans are to be read again. */
  changed: () => void
}

/** Why a scan is in its lane, what to do about it, and the decisions it waits for. */
export function ScanDetail({ folder, row, close, changed }: ScanDetailProps) {
  const { detail, codes } = strings.cohort
  const { scan, notes, subject, file } = row
  return (
    <Card>
      <Box component="section" aria-labelledby="scan-title" sx={{ display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
          <Typography variant="h2" id="scan-title" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
            {subject ?? file}
          </Typography>
          <IconButton size="small" aria-label={detail.close} onClick={close}>
            <Close sx={{ fontSize: 18 }} />
          </IconButton>
        </Box>
        <LaneMark lane={row.lane} />
        {scan?.leftOut && (
          <Typography sx={{ color: 'warning.main' }}>
            {detail.leftOut}: {inWords(scan.leftOut)}.
          </Typography>
        )}
        {notes.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{detail.fine}</Typography>}
        {notes.map((note) => {
          const [reason, fix] = inTwo(note)
          return (
            <Box key={note.code + note.reason}>
              <Typography variant="h3">{codes[note.code] ?? note.code}</Typography>
              <Typography sx={{ overflowWrap: 'anywhere' }}>{reason}</Typography>
              <Typography sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {detail.what}:
                </Box>{' '}
                {fix}
              </Typography>
            </Box>
          )
        })}
        {scan && <ScanDecisions folder={folder} scan={scan.scan} changed={changed} />}
        {scan && (
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {detail.scan} <code style={{ fontFamily: monospace }}>{scan.scan.slice(0, 12)}</code>
          </Typography>
        )}
      </Box>
    </Card>
  )
}

/** Why, and what to do about it: a reason's last sentence, in either language. */
function inTwo({ reason, fix }: LaneNote): [reason: string, fix: string] {
  const words = inWords(reason)
  if (words === reason) return [reason.slice(0, -fix.length).trim(), fix]
  const sentences = words.split(/(?<=[.!?])\s+(?=\p{Lu})/u)
  return [sentences.slice(0, -1).join(' '), sentences.at(-1)!]
}
