import { expect, it } from 'vitest'
import { nextStep } from '../../../../src/renderer/src/features/project/next-step.ts'
import type { ProjectSummary } from '../../../../src/shared/ipc/api.ts'

const empty: ProjectSummary = {
  folder: '/my study',
  name: 'my study',
  subjects: 0,
  scans: 0,
  datasets: [],
  experiments: [],
}
const datasets = [{ version: 'v1', subjects: 1, sinuses: 2, frozenAt: '' }]
const experiments = [{ id: 'e', recipe: 'quick', datasetVersion: 'v1', plannedAt: '', cancelledAt: null }]

it('leads from scans to a frozen dataset to an experiment, then lets go', () => {
  expect(nextStep(empty)?.name).toBe('import')
  expect(nextStep({ ...empty, scans: 3 })?.commands.map((command) => command.split(' ')[2])).toEqual([
    'register',
    'centroids',
    'extract',
    'freeze',
  ])
  expect(nextStep({ ...empty, scans: 3, datasets })?.commands).toEqual([
    "npx antrum plan '/my study' --recipe quick",
  ])
  expect(nextStep({ ...empty, scans: 3, datasets, experiments })).toBeNull()
})
