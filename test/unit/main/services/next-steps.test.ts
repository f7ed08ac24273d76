import { expect, it } from 'vitest'
import { replaceCentroids } from '../../../../src/main/db/stores/centroids.ts'
import { listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import { extractSinuses } from '../../../../src/main/services/extract.ts'
import { freezeDataset } from '../../../../src/main/services/freeze.ts'
import { nextSteps } from '../../../../src/main/services/next-steps.ts'
import { defaultSplitOptions } from '../../../../src/shared/domain/splits.ts'
import { aRegisteredCohort, setLabels } from '../../../helpers/cohort.ts'
import { aContext, aProject } from '../../../helpers/project.ts'

it('names the first step that has not been done for every scan, until there is something to train on', async () => {
  const project = await aProject()
  const next = async () => (await nextSteps(project)).map(({ command, reason }) => `${command}: ${reason}`)
  expect(await next()).toEqual(['import: There is no scan yet.'])

  const subjects = await aRegisteredCohort(project, 10)
  const [{ id: first }, { id: second }] = await listUsedScans(project.db)
  await saveSetting(project.db, 'fixedScan', second) // nothing is registered to this one
  expect(await next()).toEqual([
    'labels: No subject has a label.',
    'register: Scans not registered to the fixed scan: 9 of 10.',
  ])
  await saveSetting(project.db, 'fixedScan', first)
  await setLabels(
    project,
    Object.fromEntries(
      subjects.map((subject, i) => [
        subject,
        ['nn', 'aa', 'na', 'nn', 'aa', 'an', 'nn', 'aa', 'na', 'nn'][i],
      ]),
    ),
  )
  await replaceCentroids(project.db, [{ scan: first, side: 'left', mm: [-12, 2, 1] }])
  expect(await next()).toEqual(['centroids: No centre of a right sinus is marked.'])
  await replaceCentroids(project.db, [
    { scan: first, side: 'left', mm: [-12, 2, 1] },
    { scan: first, side: 'right', mm: [12, 2, 1] },
  ])
  expect(await next()).toEqual(['extract: Scans whose sinuses are not cut out: 10 of 10.'])
  await extractSinuses(project, { edgeMm: 16, voxels: 8, jitterSeed: null }, aContext())
  expect(await next()).toEqual(['freeze: Every sinus is cut out, and no dataset version is frozen.'])
  const split = { ...defaultSplitOptions, folds: 2 }
  await freezeDataset(project, { split, leaveOutFlagged: false, leaveOut: [] }, aContext())
  expect(await next()).toEqual(['plan: Dataset versions to train on: 1.'])
})
