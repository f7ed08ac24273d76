import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import type { UseQueryResult } from '@tanstack/react-query'
import { colourOf } from '../../../../shared/colours.ts'
import type { Confidence } from '../../../../shared/domain/review.ts'
import type { Finding, Label } from '../../../../shared/domain/sinus.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'
import type { Revealed } from '../../../../shared/ipc/review.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Section } from '../../components/section.tsx'
import { toPayload } from '../../lib/client.ts'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

interface RevealedCardProps {
  revealed: UseQueryResult<Revealed>
  residual: UseQueryResult<Volume>
  answer: { label: Label; confidence: Confidence }
}

/** What was hidden until the answer. */
export function RevealedCard({ revealed, residual, answer }: RevealedCardProps) {
  const words = strings.review.revealed
  const named = strings.review.label
  const { data, error } = revealed
  const said = (label: Label, findings: readonly Finding[]) =>
    [named[label], ...findings.map((finding) => words.findings[finding])].join(', ')
  return (
    <Section title={words.title} text={words.yours(named[answer.label], String(answer.confidence))}>
      {error && <ErrorPanel title={words.failed} error={toPayload(error)} />}
      {!data && !error && <Skeleton role="status" height={80} aria-label={words.title} />}
      {data && (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Box
            component="dl"
            sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 0.5 }}
          >
            <Fact name={words.dataset}>
              {data.label === null ? words.unlabelled : said(data.label, data.finding ? [data.finding] : [])}
            </Fact>
            {data.annotators.map(({ annotator, label, findings }) => (
              <Fact key={annotator} name={annotator || words.nobody}>
                {said(label, findings)}
              </Fact>
            ))}
          </Box>
          {data.scores.length === 0 ? (
            <Typography>{words.noScores}</Typography>
          ) : (
            <ChartTable
              label={words.models}
              maxHeightPx={240}
              numbers={{
                columns: [
                  { title: words.method },
                  { title: words.labels, format: formatShare },
                  { title: words.count },
                  { title: words.score, format: (score) => formatFixed(score, 2) },
                  { title: words.range },
                ],
                rows: data.scores.map(({ method, labelFraction, models, score, low, high }) => [
                  ...[formatMethod(method), labelFraction, models, score],
                  models === 1
                    ? null
                    : strings.review.agreement.to(formatFixed(low, 2), formatFixed(high, 2)),
                ]),
              }}
            />
          )}
          {!data.hasResidual && <Typography>{words.noResidual}</Typography>}
          {residual.error && <ErrorPanel title={words.residualFailed} error={toPayload(residual.error)} />}
          {residual.data && <Legend />}
        </Box>
      )}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <>
      <Typography component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Typography>
      <Typography component="dd" sx={{ m: 0 }}>
        {children}
      </Typography>
    </>
  )
}

/** Colours of the residual over the slices. */
function Legend() {
  const stops = Array.from({ length: 9 }, (_, k) => `rgb(${colourOf('inferno', k / 8).join(' ')})`)
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
      <Typography variant="caption">{strings.review.revealed.legend}</Typography>
      <Box
        aria-hidden
        sx={{
          width: 160,
          height: 8,
          borderRadius: 0.5,
          background: `linear-gradient(90deg, ${stops.join(', ')})`,
        }}
      />
    </Box>
  )
}
