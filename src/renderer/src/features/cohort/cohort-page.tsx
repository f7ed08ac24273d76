import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { useActions } from '../../lib/actions.ts'
import { toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { useHost } from '../../lib/use-host.ts'
import { CohortFacts } from './cohort-facts.tsx'
import { findRows, lanes } from './cohort-rows.ts'
import type { Lane } from './cohort-rows.ts'
import { CohortTable } from './cohort-table.tsx'
import { ImportCard } from './import-card.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { ScanDetail } from './scan-detail.tsx'
import { useCohort } from './use-cohort.ts'
import { useDecisions } from './use-decisions.ts'

/** Scans come in, find their lanes, and are put right; labels are joined to them. */
export function CohortPage({ summary: { folder } }: { summary: ProjectSummary }) {
  const cohort = useCohort(folder)
  const host = useHost()
  const [isLabelling, setIsLabelling] = useState(false)
  const [labelled, setLabelled] = useState<number | null>(null)
  const words = strings.cohort
  const canChange = host?.readOnly === null
  useActions(
    canChange
      ? [
          {
            ...{ id: 'labels', name: words.labels.open, group: strings.app.groups.page, keys: 'L' },
            run: () => setIsLabelling(true),
          },
        ]
      : [],
  )
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1 }}>
          <PageTitle>{words.title}</PageTitle>
        </Box>
        {canChange && (
          <Button variant="outlined" onClick={() => setIsLabelling(true)}>
            {words.labels.open}
          </Button>
        )}
      </Box>
      {host && !canChange && (
        <Alert severity="info" variant="outlined">
          {words.import.readOnly}
        </Alert>
      )}
      {canChange && <ImportCard folder={folder} cohort={cohort} />}
      {labelled !== null && (
        <Alert
          severity="success"
          variant="outlined"
          onClose={() => setLabelled(null)}
          slotProps={{ closeButton: { 'aria-label': words.import.close } }}
        >
          {words.labels.taken(formatCount(labelled))}
        </Alert>
      )}
      {cohort.scans.error && (
        <ErrorPanel title={words.failed} error={toPayload(cohort.scans.error)}>
          <Button variant="outlined" onClick={() => void cohort.scans.refetch()}>
            {strings.project.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {cohort.scans.isPending && <LoadingCard label={words.loading} />}
      {cohort.scans.data &&
        (cohort.rows.length === 0 ? (
          <EmptyState title={words.empty.title} text={words.empty.text} />
        ) : (
          <Scans folder={folder} cohort={cohort} />
        ))}
      {isLabelling && (
        <LabelDialog
          folder={folder}
          close={() => setIsLabelling(false)}
          taken={(changed) => {
            setLabelled(changed)
            cohort.refresh()
          }}
        />
      )}
    </Box>
  )
}

function Scans({ folder, cohort }: { folder: string; cohort: ReturnType<typeof useCohort> }) {
  const [lane, setLane] = useState<Lane | 'all'>('all')
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const decisions = useDecisions(folder)
  const words = strings.cohort
  const { rows } = cohort
  // A key press is answered before thousands of lines are searched.
  const wanted = useDeferredValue(search)
  const shown = useMemo(() => findRows(rows, lane === 'all' ? null : lane, wanted), [rows, lane, wanted])
  const open = decisions.data?.open ?? []
  const row = rows.find(({ key }) => key === chosen)
  useActions([
    {
      ...{ id: 'search scans', name: words.search, group: strings.app.groups.page, keys: '/' },
      run: () => field.current?.focus(),
    },
  ])
  const count = (of: Lane) => formatCount(rows.filter((each) => each.lane === of).length)
  return (
    <>
      <CohortFacts folder={folder} rows={rows} />
      {open.length > 0 && (
        <Alert
          severity="warning"
          variant="outlined"
          action={
            <Button
              color="inherit"
              onClick={() => {
                setLane('all')
                setSearch('')
                setChosen(open[0].scan)
              }}
            >
              {words.decisions.show}
            </Button>
          }
        >
          {words.decisions.open(open.length)}
        </Alert>
      )}
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <PickOne
          label={words.filter}
          value={lane}
          choose={setLane}
          options={[
            { value: 'all' as const, name: `${words.all} ${formatCount(rows.length)}` },
            ...lanes.map((value) => ({ value, name: `${words.lane[value]} ${count(value)}` })),
          ]}
        />
        <TextField
          size="small"
          label={words.search}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          inputRef={field}
          sx={{ flex: 1, minWidth: 200, maxWidth: 360 }}
        />
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            xl: row ? 'minmax(0, 1fr) 340px' : 'minmax(0, 1fr)',
          },
        }}
      >
        <CohortTable rows={shown} chosen={chosen} choose={setChosen} />
        {row && (
          <ScanDetail
            key={row.key}
            folder={folder}
            row={row}
            close={() => setChosen(null)}
            changed={cohort.refresh}
          />
        )}
      </Box>
    </>
  )
}
