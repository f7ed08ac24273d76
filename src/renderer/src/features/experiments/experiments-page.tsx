import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useHost } from '../../lib/use-host.ts'
import { fitted } from './draft-edits.ts'
import { useOffers } from './use-offers.ts'
import { usePlanInHand } from './use-plan.ts'
import { Wizard } from './wizard.tsx'

/** A recipe on a frozen dataset becomes an experiment here. */
export function ExperimentsPage({ summary: { folder, datasets } }: { summary: ProjectSummary }) {
  const host = useHost()
  const words = strings.experiments
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
      <PageTitle>{words.title}</PageTitle>
      {datasets.length === 0 ? (
        <EmptyState title={words.empty.title} text={words.empty.text}>
          <Box>
            <Button variant="contained" onClick={() => go({ page: 'dataset', folder })}>
              {strings.app.pages.dataset}
            </Button>
          </Box>
        </EmptyState>
      ) : host && host.readOnly !== null ? (
        <EmptyState title={words.readOnly.title} text={words.readOnly.text} />
      ) : (
        <Planning folder={folder} />
      )}
    </Box>
  )
}

const firstRecipe = 'quick'

function Planning({ folder }: { folder: string }) {
  const { plan, set } = usePlanInHand(folder)
  const recipes = useQuery({
    queryKey: ['experiments', 'recipes'],
    queryFn: () => client.experiments.recipes(),
    staleTime: Infinity,
  })
  const versions = useQuery({
    queryKey: ['dataset', folder, 'versions'],
    queryFn: () => client.dataset.versions({ folder }),
  })
  const all = versions.data ?? []
  const version = all.find((one) => one.version === plan?.draft.dataset) ?? all.at(-1)
  const { offers, error } = useOffers(folder, version)
  const shipped = recipes.data?.find(({ name }) => name === firstRecipe)
  useEffect(() => {
    if (!plan && shipped && offers)
      set({ recipe: firstRecipe, text: null, draft: fitted(shipped.draft, offers).draft })
  })
  const failure = recipes.error ?? versions.error ?? error
  if (failure) return <ErrorPanel title={strings.experiments.failed} error={toPayload(failure)} />
  if (!plan || !recipes.data || !offers)
    return <LoadingCard label={strings.experiments.loading} heightPx={480} />
  return <Wizard {...{ folder, plan, set, offers }} recipes={recipes.data} versions={all} />
}
