import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Slider from '@mui/material/Slider'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import {
  confusionAt,
  f1Of,
  isUndefined,
  optimalThreshold,
  predictiveValues,
  sensitivityOf,
  specificityOf,
  type ConfusionMatrix,
  type Outcome,
} from '../../../../shared/metrics/index.ts'
import { inWords } from '../../lib/core-words.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { formatCount, formatFixed, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { nameOf, pooled } from './pooled.ts'

/** From which score up a sinus is called anomalous, and what that means for those who are called so. */
export function OperatingPoint({ scores }: { scores: MethodScores }) {
  const { sinuses, models } = scores
  const words = strings.results.detail.operating
  const own = sinuses.filter(({ target }) => target === 1).length / sinuses.length
  const [threshold, setThreshold] = useState(0.5)
  const [stage, setStage] = useState('all')
  const [percent, setPercent] = useState(() => formatFixed(100 * own, 1))
  const id = useId()

  const chosen = models.filter((model) => stage === 'all' || model.stage === stage)
  const { targets, values } = pooled(sinuses, chosen)
  const matrix = confusionAt(targets, values, threshold)
  const validation = chosen.map((model) => model.validation)
  const best = optimalThreshold(
    validation.flatMap((one) => one.targets),
    validation.flatMap((one) => one.scores),
  )
  const prevalence = Number(percent.replace(',', '.')) / 100
  const isPrevalence = percent.trim() !== '' && prevalence >= 0 && prevalence <= 1
  const measures: [string, Outcome][] = isUndefined(matrix)
    ? []
    : [
        [words.sensitivity, sensitivityOf(matrix)],
        [words.specificity, specificityOf(matrix)],
        [strings.results.metrics.f1, f1Of(matrix)],
        ...(isPrevalence ? predictive(matrix, prevalence) : []),
      ]
  const numbers = {
    columns: [
      ...[words.threshold, words.truePositives, words.falseNegatives, words.falsePositives],
      ...[words.trueNegatives, ...measures.map(([name]) => name)],
    ].map((title) => ({ title })),
    rows: isUndefined(matrix)
      ? []
      : [
          [
            ...[threshold, matrix.truePositives, matrix.falseNegatives, matrix.falsePositives],
            ...[matrix.trueNegatives, ...measures.map(([, value]) => (isUndefined(value) ? null : value))],
          ],
        ],
  }
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
        <Box sx={{ flex: 1 }}>
          <Typography variant="h3">{words.title}</Typography>
          <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
            {chosen.length > 1 ? words.pooled(chosen.length) : words.single}
          </Typography>
        </Box>
        <TableMenu title={`${words.title} ${nameOf(scores)}`} numbers={numbers} />
      </Box>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
        <TextField
          select
          size="small"
          label={strings.results.detail.run}
          value={stage}
          onChange={({ target }) => setStage(target.value)}
          sx={{ minWidth: 140 }}
        >
          <MenuItem value="all">{words.all}</MenuItem>
          {models.map((model) => (
            <MenuItem key={model.stage} value={model.stage}>
              {strings.results.detail.model(model.foldIndex + 1, model.seed)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          size="small"
          label={words.prevalence}
          value={percent}
          onChange={({ target }) => setPercent(target.value)}
          error={!isPrevalence}
          helperText={isPrevalence ? words.ownPrevalence(formatShare(own)) : words.wrongPrevalence}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          sx={{ width: 220 }}
        />
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr auto', columnGap: 3, alignItems: 'center' }}>
        <Typography id={id}>
          {words.threshold}{' '}
          <Box component="span" sx={{ fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}>
            {formatFixed(threshold, 3)}
          </Box>
        </Typography>
        <Button
          size="small"
          disabled={isUndefined(best)}
          onClick={() => !isUndefined(best) && setThreshold(Math.min(1, Math.max(0, best.threshold)))}
        >
          {words.best}
        </Button>
        <Box sx={{ px: 1, gridColumn: '1 / -1' }}>
          <Slider
            aria-labelledby={id}
            value={threshold}
            min={0}
            max={1}
            step={0.005}
            onChange={(_, value) => setThreshold(value)}
            size="small"
          />
        </Box>
      </Box>
      {isUndefined(matrix) ? (
        <Typography>{inWords(matrix.reason)}</Typography>
      ) : (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Table size="small" aria-label={words.matrix}>
            <TableHead>
              <TableRow>
                <TableCell />
                <TableCell align="right">{words.calledAnomalous}</TableCell>
                <TableCell align="right">{words.calledNormal}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {(
                [
                  [words.isAnomalous, matrix.truePositives, matrix.falseNegatives],
                  [words.isNormal, matrix.falsePositives, matrix.trueNegatives],
                ] as const
              ).map(([name, ...counts]) => (
                <TableRow key={name}>
                  <TableCell component="th" scope="row">
                    {name}
                  </TableCell>
                  {counts.map((count, index) => (
                    <TableCell key={index} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                      {formatCount(count)}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
          <Box
            component="dl"
            sx={{ m: 0, display: 'grid', gridTemplateColumns: '1fr auto', columnGap: 2, rowGap: 0.5 }}
          >
            {measures.map(([name, value]) => (
              <Value key={name} name={name} value={value} />
            ))}
          </Box>
        </Box>
      )}
    </Box>
  )
}

function predictive(matrix: ConfusionMatrix, prevalence: number): [string, Outcome][] {
  const words = strings.results.detail.operating
  const { positive, negative } = predictiveValues(matrix, prevalence)
  const share = formatShare(prevalence)
  return [
    [words.positive(share), positive],
    [words.negative(share), negative],
  ]
}

function Value({ name, value }: { name: string; value: Outcome }) {
  return (
    <>
      <Typography component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Typography>
      <Typography component="dd" sx={{ m: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
        {isUndefined(value) ? inWords(value.reason) : formatFixed(value, 3)}
      </Typography>
    </>
  )
}
