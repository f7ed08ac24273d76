import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useEffect, useId, useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { WorkProgress } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import type { ListedSeries } from '../../../../shared/ipc/cohort.ts'
import { strings } from '../../lib/strings.ts'
import { SeriesList } from './series-list.tsx'
import { TagPreview } from './tag-preview.tsx'

interface SeriesDialogProps {
  folder: string
  paths: string[]
  close: () => void
  take: (series: string[]) => void
}

interface Listed {
  series: ListedSeries[]
  rejected: { file: string; reason: string }[]
}

/** The DICOM series in some folders: which are taken, and what de-identification makes of them. */
export function SeriesDialog({ folder, paths, close, take }: SeriesDialogProps) {
  const id = useId()
  const { work, isRunning, start, stop, forget } = useLongWork<never, Listed>(`series ${folder}`)
  const [changed, setChosen] = useState<ReadonlySet<string> | null>(null)
  const [view, setView] = useState<'series' | 'tags'>('series')
  const words = strings.cohort.series
  useEffect(() => {
    start((options) => client.cohort.series({ paths, thumbnails: true }, options))
    // Once, for these paths: the dialog is made anew for others.
  }, [])
  const leave = () => {
    stop()
    forget()
    close()
  }
  const series = work?.result?.series ?? []
  const chosen = changed ?? new Set(series.filter(({ proposed }) => proposed).map((each) => each.series))
  const isTags = view === 'tags'
  return (
    <Dialog open onClose={leave} fullWidth maxWidth="md" aria-labelledby={id} transitionDuration={0}>
      <DialogTitle id={id} variant="h1" component="h2">
        {isTags ? strings.cohort.tags.title : words.title}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2, alignContent: 'start', minHeight: 320 }}>
        <Typography sx={{ color: 'text.secondary' }}>
          {isTags ? strings.cohort.tags.text : words.text}
        </Typography>
        {isRunning && <WorkProgress label={words.reading} progress={work!.progress} stop={leave} />}
        {work?.state === 'failed' && <ErrorPanel title={words.failed} error={toPayload(work.error)} />}
        {work?.result && !isTags && (
          <>
            <SeriesList series={series} chosen={chosen} choose={setChosen} />
            <Rejected files={work.result.rejected} />
          </>
        )}
        {isTags && <TagPreview folder={folder} paths={paths} series={[...chosen]} />}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button
          disabled={chosen.size === 0}
          onClick={() => setView(isTags ? 'series' : 'tags')}
          sx={{ mr: 'auto' }}
        >
          {isTags ? words.back : words.tags}
        </Button>
        <Button onClick={leave}>{words.cancel}</Button>
        <Button
          variant="contained"
          disabled={chosen.size === 0}
          onClick={() => {
            forget()
            take([...chosen])
          }}
        >
          {words.take(formatCount(chosen.size))}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Rejected({ files }: { files: Listed['rejected'] }) {
  if (files.length === 0) return null
  return (
    <Box component="details">
      <Box component="summary" sx={{ cursor: 'pointer' }}>
        {strings.cohort.series.rejected(files.length)}
      </Box>
      {files.map(({ file, reason }) => (
        <Typography key={file} sx={{ mt: 1, overflowWrap: 'anywhere' }}>
          {file}: {reason}
        </Typography>
      ))}
    </Box>
  )
}
