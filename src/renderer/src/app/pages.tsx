import Cases from '@mui/icons-material/ImageSearchOutlined'
import Results from '@mui/icons-material/InsightsOutlined'
import Cohort from '@mui/icons-material/GroupsOutlined'
import Experiments from '@mui/icons-material/ScienceOutlined'
import Dataset from '@mui/icons-material/DatasetOutlined'
import Regions from '@mui/icons-material/CenterFocusStrongOutlined'
import Home from '@mui/icons-material/HomeOutlined'
import Overview from '@mui/icons-material/FolderOpenOutlined'
import Runs from '@mui/icons-material/TimelineOutlined'
import Review from '@mui/icons-material/RateReviewOutlined'
import Settings from '@mui/icons-material/SettingsOutlined'
import type { SvgIconComponent } from '@mui/icons-material'
import type { ReactNode } from 'react'
import type { ProjectSummary } from '../../../shared/ipc/api.ts'
import { CasesPage } from '../features/cases/cases-page.tsx'
import { CohortPage } from '../features/cohort/cohort-page.tsx'
import { DatasetPage } from '../features/dataset/dataset-page.tsx'
import { EnginePanel } from '../features/engine/engine-panel.tsx'
import { ExperimentsPage } from '../features/experiments/experiments-page.tsx'
import { HomePage } from '../features/home/home-page.tsx'
import { OverviewPage } from '../features/project/overview-page.tsx'
import { RegionPage } from '../features/regions/region-page.tsx'
import { ResultsPage } from '../features/results/results-page.tsx'
import { ReviewPage } from '../features/review/review-page.tsx'
import { RunsPage } from '../features/runs/runs-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import type { PageId, Route } from '../lib/route.ts'

interface Listed {
  id: PageId
  Icon: SvgIconComponent
  /** Keys that go there. */
  keys: string
  /** No banner about runs on it. */
  isQuiet?: true
}

/** A page of its own, or one of an open project, which it is given. */
export type Page = Listed &
  (
    | { needsProject: false; draw: (route: Route) => ReactNode }
    | { needsProject: true; draw: (summary: ProjectSummary, params: Route['params']) => ReactNode }
  )

/**
 * Every page, in the order of the rail. A new one takes a line here, its name in `lib/strings/app.ts`, and a folder in
 * `features`.
 */
export const pages: Page[] = [
  {
    id: 'home',
    Icon: Home,
    keys: 'G H',
    needsProject: false,
    draw: () => <HomePage engine={<EnginePanel />} />,
  },
  {
    id: 'overview',
    Icon: Overview,
    keys: 'G O',
    needsProject: true,
    draw: (summary) => <OverviewPage summary={summary} />,
  },
  {
    id: 'cohort',
    Icon: Cohort,
    keys: 'G C',
    needsProject: true,
    draw: (summary) => <CohortPage summary={summary} />,
  },
  {
    id: 'regions',
    Icon: Regions,
    keys: 'G T',
    needsProject: true,
    draw: (summary) => <RegionPage summary={summary} />,
  },
  {
    id: 'dataset',
    Icon: Dataset,
    keys: 'G D',
    needsProject: true,
    draw: (summary, { version }) => <DatasetPage summary={summary} wanted={version} />,
  },
  {
    id: 'experiments',
    Icon: Experiments,
    keys: 'G P',
    needsProject: true,
    draw: (summary) => <ExperimentsPage summary={summary} />,
  },
  {
    id: 'runs',
    Icon: Runs,
    keys: 'G R',
    needsProject: true,
    draw: (summary, { stage }) => <RunsPage summary={summary} stage={stage} />,
  },
  {
    id: 'results',
    Icon: Results,
    keys: 'G E',
    needsProject: true,
    draw: (summary, params) => <ResultsPage summary={summary} params={params} />,
  },
  {
    id: 'cases',
    Icon: Cases,
    keys: 'G A',
    needsProject: true,
    draw: (summary, params) => <CasesPage summary={summary} params={params} />,
  },
  {
    id: 'review',
    Icon: Review,
    keys: 'G V',
    isQuiet: true,
    needsProject: true,
    draw: (summary, { session, reader }) => <ReviewPage {...{ summary, session, reader }} />,
  },
  {
    id: 'settings',
    Icon: Settings,
    keys: 'G S',
    needsProject: false,
    draw: () => <SettingsPage engine={<EnginePanel />} />,
  },
]
