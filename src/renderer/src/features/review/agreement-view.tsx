import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { client, toPayload } from '../../lib/client.ts'
import type { AnswerAgreement, ReviewAgreement } from '../../../../shared/ipc/review.ts'
import { isUndefined } from '../../../../shared/metrics/outcome.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { Section } from '../../components/section.tsx'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatFixed, formatShare } from '../../lib/format.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useCanChange } from '../../lib/use-host.ts'
import { Adjudication } from './adjudication.tsx'
import { ApplyCard } from './apply-card.tsx'
import { useSessions } from './use-sessions.ts'

/** What readers of an ended review said: how far they agree, what somebody else decides, and labels made of it. */
export function AgreementView({ folder, session }: { folder: string; session: string }) {
  const words = strings.review.agreement
  const canChange = useCanChange()
  const queryKey = ['review', folder, 'agreement', session]
  const agreement = useQuery({ queryKey, queryFn: () => client.review.agreement({ folder, session }) })
  const appliedAs = useSessions(folder).data?.find((one) => one.session === session)?.appliedAs ?? null
  const { data } = agreement
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <PageTitle>{words.title(session)}</PageTitle>
        </Box>
        <Button onClick={() => go({ page: 'review', folder })}>{strings.review.back}</Button>
      </Box>
      {agreement.error && <ErrorPanel title={words.failed} error={toPayload(agreement.error)} />}
      {agreement.isPending && <LoadingCard label={words.loading} heightPx={240} />}
      {data && (
        <>
          <Pairs {...data} />
          <Selves {...data} />
          <Adjudication {...{ folder, agreement: data, queryKey, canChange }} />
          {canChange && <ApplyCard {...{ folder, session, appliedAs }} />}
        </>
      )}
    </Box>
  )
}

function Pairs({ pairs, outcome: { agreed, decided, open, unread } }: ReviewAgreement) {
  const words = strings.review.agreement
  return (
    <Section title={words.pairs} text={words.pairsText}>
      {pairs.length === 0 ? (
        <Typography>{words.alone}</Typography>
      ) : (
        <ChartTable
          label={words.pairs}
          maxHeightPx={320}
          numbers={{
            columns: [{ title: words.readers }, ...columns(), { title: words.notBlind }],
            rows: pairs.map(({ a, b, notBlind, ...pair }) => [`${a}, ${b}`, ...cells(pair), notBlind]),
          }}
        />
      )}
      <Reasons of={pairs} />
      <Typography>
        {words.outcome(
          ...([agreed, decided, open, unread].map(formatCount) as [string, string, string, string]),
        )}
      </Typography>
    </Section>
  )
}

function Selves({ readers }: ReviewAgreement) {
  const words = strings.review.agreement
  return (
    <Section title={words.selves} text={words.selvesText}>
      <ChartTable
        label={words.selves}
        maxHeightPx={320}
        numbers={{
          columns: [{ title: words.reader }, ...columns(), { title: words.afterReveal }],
          rows: readers.map(({ reader, repeats }) => [reader, ...cells(repeats), repeats.afterReveal]),
        }}
      />
      <Reasons of={readers.map(({ repeats }) => repeats)} />
      {readers.map(({ reader, done, notBlind, undone, undoneAfterReveal }) => (
        <Typography key={reader}>
          {words.own(
            reader,
            ...([done, notBlind, undone, undoneAfterReveal].map(formatCount) as [
              string,
              string,
              string,
              string,
            ]),
          )}
        </Typography>
      ))}
    </Section>
  )
}

const columns = () => {
  const words = strings.review.agreement
  return [
    { title: words.n },
    { title: words.agree, format: formatShare },
    { title: words.kappa, format: (kappa: number) => formatFixed(kappa, 2) },
    { title: words.interval },
  ]
}

function cells({ n, agreed, kappa, interval }: AnswerAgreement): (string | number | null)[] {
  const words = strings.review.agreement
  return [
    n,
    n === 0 ? null : agreed / n,
    isUndefined(kappa) ? null : kappa,
    isUndefined(interval) ? null : words.to(formatFixed(interval.low, 2), formatFixed(interval.high, 2)),
  ]
}

/** Why there is no kappa or no interval. */
function Reasons({ of }: { of: readonly AnswerAgreement[] }) {
  const reasons = new Set(
    of.flatMap(({ kappa, interval }) =>
      isUndefined(kappa) ? [kappa.reason] : isUndefined(interval) ? [interval.reason] : [],
    ),
  )
  return [...reasons].map((reason) => (
    <Typography key={reason} variant="caption" component="p" sx={{ color: 'text.secondary' }}>
      {strings.review.agreement.reasons[reason] ?? inWords(reason)}
    </Typography>
  ))
}
