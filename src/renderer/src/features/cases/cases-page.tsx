import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import { useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import type { CaseArm } from '../../../../shared/ipc/cases.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonCard } from '../../components/skeleton-card.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { toPayload } from '../../lib/client.ts'
import { formatExperiment, formatMethod, formatShare } from '../../lib/format.ts'
import { go, replaceRoute } from '../../lib/route.ts'
import type { Route } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useCanChange } from '../../lib/use-host.ts'
import { lookIn, lookToParams, runIn, runToParams, wishIn, wishToParams } from './case-address.ts'
import { CaseBrowser, browserColumns } from './case-browser.tsx'
import type { View } from './pictures.tsx'
import { useArms, useWorklist } from './use-cases.ts'

interface CasesPageProps {
  summary: ProjectSummary
  /**
   * experiment, method, labels (fraction), against (a second method), case (sinus id), fold and seed of the run that is
   * shown, order, show and label of the worklist, plane and over (a layer).
   */
  params: Route['params']
}

/** Case by case through the test set: what went in, what is unusual about it, and where a classifier looks. */
export function CasesPage({ summary: { folder }, params }: CasesPageProps) {
  const [tones, setTones] = useState<Pick<View, 'opacity' | 'top'>>({ opacity: 0.5, top: 1 })
  const canChange = useCanChange()
  const arms = useArms(folder)
  const arm = armOf(arms.data ?? [], params)
  const alike = (arms.data ?? []).filter(
    ({ experiment, labelFraction, method }) =>
      experiment === arm?.experiment && labelFraction === arm.labelFraction && method !== arm.method,
  )
  const against = alike.find(({ method }) => method === params['against']) ?? null
  const [first, second] = [useWorklist(folder, arm), useWorklist(folder, against)]
  const words = strings.cases
  const address = (changes: Route['params']) => ({
    page: 'cases' as const,
    folder,
    params: { ...params, ...changes },
  })
  const look = { ...lookIn(params), ...tones }
  const setLook = ({ opacity, top, ...inAddress }: typeof look) => {
    setTones({ opacity, top })
    if (inAddress.plane !== look.plane || inAddress.over !== look.over)
      replaceRoute(address(lookToParams(inAddress)))
  }
  const error = arms.error ?? first.error ?? second.error
  const isPending =
    arms.isPending || (arm !== null && first.isPending) || (against !== null && second.isPending)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 120 }}>
          <PageTitle>{words.title}</PageTitle>
        </Box>
        {arms.isPending &&
          [180, 96, 180].map((width, field) => (
            <Skeleton key={field} variant="rounded" width={width} height={40} />
          ))}
        {arm && (
          <ArmFields
            arms={arms.data!}
            {...{ arm, against, alike }}
            choose={(changes) => go(address(changes))}
          />
        )}
      </Box>
      {error && (
        <ErrorPanel title={words.failed} error={toPayload(error)}>
          <Button
            variant="outlined"
            onClick={() => [arms, first, second].forEach((query) => query.error && void query.refetch())}
          >
            {words.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {!error && isPending && (
        <Box
          role="status"
          aria-label={arms.isPending ? words.loadingArms : words.loading}
          sx={{ display: 'grid', gap: 3, gridTemplateColumns: browserColumns }}
        >
          {/* As high as list and pictures. */}
          <SkeletonCard heightPx={800} />
          <SkeletonCard heightPx={800} />
        </Box>
      )}
      {arms.data?.length === 0 && (
        <EmptyState title={words.empty.title} text={words.empty.text}>
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button variant="outlined" onClick={() => go({ page: 'runs', folder })}>
              {words.empty.toRuns}
            </Button>
            <Button onClick={() => go({ page: 'overview', folder })}>{words.empty.toNext}</Button>
          </Box>
        </EmptyState>
      )}
      {!error && !isPending && first.data && first.data.cases.length > 0 && (
        <CaseBrowser
          key={`${arm!.experiment} ${arm!.method} ${arm!.labelFraction}`}
          folder={folder}
          lists={against && second.data ? [first.data, second.data] : [first.data]}
          wanted={params['case']}
          choose={(sinus) => replaceRoute(address({ case: sinus }))}
          wish={wishIn(params)}
          setWish={(wish) => replaceRoute(address(wishToParams(wish)))}
          run={runIn(params)}
          setRun={(run) => replaceRoute(address(runToParams(run)))}
          {...{ look, setLook }}
          canChange={canChange}
        />
      )}
    </Box>
  )
}

/** What the address names, as far as it is there; else the newest experiment's own method at most labels. */
function armOf(arms: readonly CaseArm[], params: Route['params']): CaseArm | null {
  const narrowed = [
    (arm: CaseArm) => arm.experiment === (params['experiment'] ?? arms.at(-1)?.experiment),
    (arm: CaseArm) => arm.method === (params['method'] ?? 'residual'),
    (arm: CaseArm) => String(arm.labelFraction) === params['labels'],
  ].reduce((left, fits) => {
    const fitting = left.filter(fits)
    return fitting.length > 0 ? fitting : left
  }, arms)
  return narrowed.reduce<CaseArm | null>(
    (most, arm) => (most && most.labelFraction >= arm.labelFraction ? most : arm),
    null,
  )
}

interface ArmFieldsProps {
  arms: readonly CaseArm[]
  arm: CaseArm
  against: CaseArm | null
  alike: readonly CaseArm[]
  choose: (changes: Route['params']) => void
}

function ArmFields({ arms, arm, against, alike, choose }: ArmFieldsProps) {
  const words = strings.cases
  const experiments = [...new Map(arms.map((each) => [each.experiment, each])).values()]
  const own = arms.filter(({ experiment }) => experiment === arm.experiment)
  const methods = [...new Set(own.map(({ method }) => method))]
  const fractions = own
    .filter(({ method }) => method === arm.method)
    .map(({ labelFraction }) => labelFraction)
  const named = (method: string) => ({ value: method, name: formatMethod(method) })
  return (
    <>
      {experiments.length > 1 && (
        <SelectField
          label={words.experiment}
          value={arm.experiment}
          choose={(experiment) => choose({ experiment })}
          options={experiments.toReversed().map(({ experiment, recipe }) => ({
            value: experiment,
            name: formatExperiment(recipe, experiment),
          }))}
          sx={{ minWidth: 160 }}
        />
      )}
      <SelectField
        label={words.method}
        value={arm.method}
        choose={(method) => choose({ experiment: arm.experiment, method })}
        options={methods.map(named)}
        sx={{ minWidth: 180 }}
      />
      <SelectField
        label={words.fraction}
        value={arm.labelFraction}
        choose={(labels) =>
          choose({ experiment: arm.experiment, method: arm.method, labels: String(labels) })
        }
        options={fractions.toSorted((a, b) => a - b).map((value) => ({ value, name: formatShare(value) }))}
        sx={{ minWidth: 96 }}
      />
      <SelectField
        label={words.against}
        value={against?.method ?? 'none'}
        choose={(method) => choose({ against: method })}
        options={[{ value: 'none', name: words.nothingBeside }, ...alike.map(({ method }) => named(method))]}
        sx={{ minWidth: 180 }}
      />
    </>
  )
}
