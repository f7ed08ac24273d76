import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Skeleton from '@mui/material/Skeleton'
import { useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import { isCutFrom, layerInHead, pointInHead } from '../../../../shared/imaging/cube-in-head.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { HeadViewer } from '../../components/viewer/head-viewer.tsx'
import { readVolume } from '../../components/viewer/read-volume.ts'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import type { ListedCase } from './case-list.ts'
import { caseName } from './case-words.ts'
import type { LayerState, View } from './pictures.tsx'
import { ScaleLegend } from './scale-legend.tsx'
import { OverlayField, TopField } from './view-controls.tsx'

interface InHeadDialogProps {
  folder: string
  version: string
  one: ListedCase
  view: View
  setView: (changes: Partial<View>) => void
  /** The layer that lies over the input, as far as it is there. */
  layer: LayerState | undefined
  close: () => void
}

/** What lies over the input, over the whole head it was cut from: with the same layer, opacity and colours as the slices. */
export function InHeadDialog({ folder, version, one, view, setView, layer, close }: InHeadDialogProps) {
  const id = useId()
  const { sinus, subject } = one
  const volumes = useQuery({
    queryKey: ['cases', folder, 'in head', version, sinus],
    queryFn: async () => {
      const [head, cube] = await Promise.all([
        client.regions.scanVolume({ folder, subject }),
        client.dataset.sinusVolume({ folder, version, sinus }),
      ])
      const read = { head: await readVolume(head), cube: await readVolume(cube) }
      return { ...read, isItsHead: isCutFrom(read.cube, read.head) }
    },
    gcTime: 0,
  })
  const found = volumes.data
  const voxels = view.over === null ? null : layer?.voxels
  const overlay = useMemo(
    () => (found && voxels ? layerInHead(voxels as Float32Array<ArrayBuffer>, found.cube) : undefined),
    [found, voxels],
  )
  const words = strings.cases.inHead
  return (
    <Dialog open onClose={close} fullWidth maxWidth="lg" aria-labelledby={id} transitionDuration={0}>
      <DialogTitle id={id} variant="h1" component="h2">
        {words.title(caseName(one))}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, '&&': { pt: 1 } }}>
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
          <OverlayField over={view.over} set={setView} />
          <TopField top={view.top} set={setView} />
          <Box sx={{ flex: '1 1 240px' }}>
            <ScaleLegend top={view.top} hasLesion={false} isOnlyHot />
          </Box>
        </Box>
        {view.over !== null && !voxels && (
          <Alert severity="info" variant="outlined">
            {words.noLayer(strings.cases.layers[view.over])}
          </Alert>
        )}
        {found && !found.isItsHead && (
          <Alert severity="warning" variant="outlined">
            {words.otherHead}
          </Alert>
        )}
        {volumes.error && <ErrorPanel title={words.failed} error={toPayload(volumes.error)} />}
        {volumes.isPending && (
          <Skeleton role="status" variant="rounded" height="60vh" aria-label={words.loading} />
        )}
        {found && (
          <HeadViewer
            head={found.head}
            overlay={overlay}
            look={{
              ...{ top: view.top, opacity: view.opacity },
              setOpacity: (opacity) => setView({ opacity }),
            }}
            label={words.label(subject)}
            start={pointInHead(found.cube, view.at)}
          />
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button onClick={close}>{words.close}</Button>
      </DialogActions>
    </Dialog>
  )
}
