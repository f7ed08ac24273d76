import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Diff } from '../../../../shared/ipc/dataset.ts'
import { Card } from '../../components/card.tsx'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** More lines than this are counted, not listed. */
const listed = 200

interface VersionDiffProps {
  folder: string
  /** The one that is shown. */
  to: string
  others: readonly string[]
}

/** What changed between an older version and the one that is shown. */
export function VersionDiff({ folder, to, others }: VersionDiffProps) {
  const [from, setFrom] = useState('')
  const diff = useQuery({
    queryKey: ['dataset', folder, 'diff', from, to],
    queryFn: () => client.dataset.diff({ folder, from, to }),
    enabled: from !== '',
  })
  const words = strings.dataset.diff
  const changes = diff.data ? linesOf(diff.data) : []
  return (
    <Card>
      <Box component="section" aria-labelledby="diff-title" sx={{ display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
          <Typography variant="h2" id="diff-title" sx={{ flex: 1 }}>
            {words.title}
          </Typography>
          <TextField
            select
            size="small"
            label={words.with}
            value={from}
            onChange={({ target }) => setFrom(target.value)}
            sx={{ minWidth: 180 }}
          >
            {others.map((version) => (
              <MenuItem key={version} value={version}>
                {version}
              </MenuItem>
            ))}
          </TextField>
        </Box>
        {diff.error && <ErrorPanel title={words.failed} error={toPayload(diff.error)} />}
        {diff.data?.same && <Typography>{words.same}</Typography>}
        {changes.length > 0 && (
          <>
            <ChartTable
              label={words.changes(from, to)}
              maxHeightPx={360}
              numbers={{
                columns: [{ title: words.what }, { title: words.before }, { title: words.after }],
                rows: changes.slice(0, listed),
              }}
            />
            {changes.length > listed && (
              <Typography>{words.more(formatCount(changes.length - listed))}</Typography>
            )}
          </>
        )}
      </Box>
    </Card>
  )
}

function linesOf({ settings, subjects, sinuses, labels, roles, fractions }: Diff) {
  const words = strings.dataset.diff
  type Line = [what: string, before: string | null, after: string | null]
  const named = (what: string, names: readonly string[]): Line[] =>
    names.map((name) => [`${what}: ${name}`, null, null])
  return [
    ...settings.map(({ name, from, to }): Line => [
      words.settings[name],
      inWords(String(from)),
      inWords(String(to)),
    ]),
    ...named(words.subjectAdded, subjects.added),
    ...named(words.subjectRemoved, subjects.removed),
    ...named(words.sinusAdded, sinuses.added),
    ...named(words.sinusRemoved, sinuses.removed),
    ...named(words.voxels, sinuses.changed),
    ...labels.map(({ sinus, from, to }): Line => [words.label(sinus), inWords(from), inWords(to)]),
    ...roles.map(({ name, from, to }): Line => [words.role(name), inWords(from), inWords(to)]),
    ...named(words.fraction, fractions.map(inWords)),
  ]
}
