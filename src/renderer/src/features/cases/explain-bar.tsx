import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import type { CaseModel, ExplainedLayer, ExplainReport } from '../../../../shared/ipc/cases.ts'
import { explainedLayers } from '../../../../shared/ipc/cases.ts'
import { WorkOutcome, WorkProgress } from '../../components/work-progress.tsx'
import { useActions } from '../../lib/actions.ts'
import { client } from '../../lib/client.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'
import type { VolumeName } from './use-cases.ts'

interface ExplainBarProps {
  folder: string
  version: string
  models: readonly CaseModel[]
  /** The case that is looked at, and those that come after it. */
  sinuses: readonly string[]
  /** Whether something of the first is not there yet. */
  isMissing: boolean
  canChange: boolean
}

/** Has the networks asked about this case and the next ones, in one go: the engine takes seconds to start. */
export function ExplainBar({ folder, version, models, sinuses, isMissing, canChange }: ExplainBarProps) {
  const queryClient = useQueryClient()
  const { work, isRunning, start, stop } = useLongWork<never, ExplainReport>(`explain ${folder}`)
  const words = strings.cases.explain
  const explain = () =>
    start(
      (options) =>
        client.cases.explain({ folder, version, targets: targetsOf(models), sinuses: [...sinuses] }, options),
      {
        ended: () =>
          void queryClient.invalidateQueries({
            queryKey: ['cases', folder, 'volume'],
            predicate: ({ queryKey, state }) =>
              state.data === null &&
              (explainedLayers as readonly string[]).includes((queryKey[3] as VolumeName).layer),
          }),
      },
    )
  useActions(
    canChange && !isRunning
      ? [{ id: 'explain', name: words.action, group: strings.app.groups.page, keys: 'E', run: explain }]
      : [],
  )
  if (isRunning) return <WorkProgress label={words.running} progress={work!.progress} stop={stop} />
  return (
    <>
      <WorkOutcome work={work} failed={words.failed} stopped={words.stopped} />
      {isMissing && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography sx={{ flex: 1, minWidth: 240, color: 'text.secondary' }}>
            {canChange ? words.text : words.readOnly}
          </Typography>
          {canChange && (
            <Button variant="contained" onClick={explain} aria-keyshortcuts="E">
              {words.start(sinuses.length - 1)}
            </Button>
          )}
        </Box>
      )}
    </>
  )
}

function targetsOf(models: readonly CaseModel[]): { layer: ExplainedLayer; stage: string }[] {
  const targets = models.flatMap(({ layers }) =>
    explainedLayers.flatMap((layer) => {
      const source = layers[layer]
      return 'stage' in source ? [{ layer, stage: source.stage }] : []
    }),
  )
  // Two methods may share a network.
  return [...new Map(targets.map((target) => [`${target.layer} ${target.stage}`, target])).values()]
}
