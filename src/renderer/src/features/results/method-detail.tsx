import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Paper from '@mui/material/Paper'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import type { ResultRow } from '../../../../shared/metrics/index.ts'
import { Card } from '../../components/card.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { toPayload } from '../../lib/client.ts'
import { formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { useCanChange } from '../../lib/use-host.ts'
import { CalibrationChart } from './calibration-chart.tsx'
import { CaseTable } from './case-table.tsx'
import { fractionsIn, methodsIn } from './method-numbers.ts'
import { ModelUse } from './model-use.tsx'
import { OperatingPoint } from './operating-point.tsx'
import { PrCurves, RocCurves } from './ranking-curves.tsx'
import { RunTable } from './run-table.tsx'
import { DetailSkeleton } from './skeletons.tsx'
import { SubgroupTable } from './subgroup-table.tsx'
import { useScores } from './use-scores.ts'
import type { Chosen } from './use-scores.ts'

interface MethodDetailProps {
  folder: string
  experiment: string
  rows: readonly ResultRow[]
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

/** One cell of the table, all the way down: its runs, curves, operating points, subgroups and sinuses. */
export function MethodDetail({ folder, experiment, rows, chosen, choose }: MethodDetailProps) {
  const scores = useScores(folder, experiment, chosen)
  const canChange = useCanChange()
  const words = strings.results.detail
  const methods = methodsIn(rows)
  const fractions = fractionsIn(rows)
  return (
    <Box component="section" aria-labelledby="detail-title" sx={{ display: 'grid', gap: 3, minWidth: 0 }}>
      <Paper sx={{ p: 3, display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 240 }}>
          <Typography variant="h2" id="detail-title" tabIndex={-1} sx={{ scrollMarginTop: 80 }}>
            {words.title}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {words.note}
          </Typography>
        </Box>
        <TextField
          select
          size="small"
          label={strings.results.table.method}
          value={chosen.method}
          onChange={({ target }) => choose({ ...chosen, method: target.value as StudyArm })}
          sx={{ minWidth: 200 }}
        >
          {methods.map((method) => (
            <MenuItem key={method} value={method}>
              {formatMethod(method)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label={strings.results.table.fraction}
          value={chosen.labelFraction}
          onChange={({ target }) => choose({ ...chosen, labelFraction: Number(target.value) })}
          sx={{ minWidth: 120 }}
        >
          {fractions.map((fraction) => (
            <MenuItem key={fraction} value={fraction}>
              {formatShare(fraction)}
            </MenuItem>
          ))}
        </TextField>
      </Paper>
      {scores.error && (
        <ErrorPanel title={words.failed} error={toPayload(scores.error)}>
          <Button variant="outlined" onClick={() => void scores.refetch()}>
            {strings.results.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {scores.isPending && <DetailSkeleton />}
      {scores.data?.models.length === 0 && (
        <Card>
          <Typography sx={{ color: 'text.secondary' }}>{words.none}</Typography>
        </Card>
      )}
      {scores.data && scores.data.models.length > 0 && (
        <>
          <RunTable folder={folder} scores={scores.data} />
          <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(400px, 1fr))', gap: 3 }}>
            <Card>
              <RocCurves scores={scores.data} />
            </Card>
            <Card>
              <PrCurves scores={scores.data} />
            </Card>
            <Card>
              <CalibrationChart scores={scores.data} />
            </Card>
            <Card>
              {/* Its threshold belongs to one choice of models. */}
              <OperatingPoint key={`${chosen.method} ${chosen.labelFraction}`} scores={scores.data} />
            </Card>
          </Box>
          <SubgroupTable scores={scores.data} />
          {canChange && <ModelUse folder={folder} scores={scores.data} />}
          <CaseTable folder={folder} experiment={experiment} scores={scores.data} />
        </>
      )}
    </Box>
  )
}
