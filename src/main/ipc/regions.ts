import { openAsBlob } from 'node:fs'
import path from 'node:path'
import { outlierRule } from '../../shared/domain/centroids.ts'
import { countCentroidChanges } from '../db/stores/centroids.ts'
import type { Project } from '../project.ts'
import {
  markCentroid,
  removeCentroid,
  setCentroids,
  showCentroids,
  undoCentroids,
  usedScan,
} from '../services/centroids.ts'
import { drawCubes } from '../services/cube-montage.ts'
import { extractSinuses, findSinus, showSinuses } from '../services/extract.ts'
import { findFixedScan } from '../services/fixed-scan.ts'
import { drawMontage, type Montage } from '../services/montage.ts'
import { registerProject, showRegistrations } from '../services/register.ts'
import { api } from './api.ts'
import { changeProject, holdProject, quietContext, readProject, withProgress } from './work.ts'

/** The centroids after a change, with what the change itself has to say. */
const change = <T extends object | void>(folder: string, work: (project: Project) => Promise<T>) =>
  changeProject(folder, async (project) => ({ ...(await work(project)), ...(await centroids(project)) }))

const centroids = async (project: Project) => ({
  sides: await showCentroids(project),
  rule: outlierRule,
  undoable: await countCentroidChanges(project.db),
})

const asBlob = ({ png, ...montage }: Montage) => ({
  png: new Blob([new Uint8Array(png)], { type: 'image/png' }),
  ...montage,
})

const volumeAsBlob = ({ paths }: Project, file: string) => openAsBlob(path.join(paths.root, file))

export const regions = {
  fixedScan: api.regions.fixedScan.handler(({ input }) =>
    readProject(input.folder, async (project) => {
      const { subject, id } = await findFixedScan(project)
      return { subject, scan: id }
    }),
  ),
  scanVolume: api.regions.scanVolume.handler(({ input: { folder, subject } }) =>
    readProject(folder, async (project) => volumeAsBlob(project, (await usedScan(project.db, subject)).file)),
  ),
  register: api.regions.register.handler(({ input: { folder, ...options }, signal }) =>
    withProgress(signal, (context) =>
      holdProject(folder, (project) => registerProject(project, options, context)),
    ),
  ),
  registrations: api.regions.registrations.handler(({ input }) =>
    readProject(input.folder, showRegistrations),
  ),
  headMontage: api.regions.headMontage.handler(({ input: { folder, ...options }, signal }) =>
    readProject(folder, async (project) => asBlob(await drawMontage(project, options, quietContext(signal)))),
  ),
  centroids: api.regions.centroids.handler(({ input }) => readProject(input.folder, centroids)),
  setCentroids: api.regions.setCentroids.handler(({ input: { folder, file } }) =>
    change(folder, async (project) => {
      const { centroids: set, problems } = await setCentroids(project, file)
      return { set, problems }
    }),
  ),
  markCentroid: api.regions.markCentroid.handler(({ input: { folder, ...point } }) =>
    change(folder, (project) => markCentroid(project, point)),
  ),
  removeCentroid: api.regions.removeCentroid.handler(({ input: { folder, ...point } }) =>
    change(folder, (project) => removeCentroid(project, point)),
  ),
  undoCentroids: api.regions.undoCentroids.handler(({ input }) => change(input.folder, undoCentroids)),
  extract: api.regions.extract.handler(({ input: { folder, ...options }, signal }) =>
    withProgress(signal, (context) =>
      holdProject(folder, (project) => extractSinuses(project, options, context)),
    ),
  ),
  sinuses: api.regions.sinuses.handler(({ input }) => readProject(input.folder, showSinuses)),
  cubeMontage: api.regions.cubeMontage.handler(({ input: { folder, ...options }, signal }) =>
    readProject(folder, async (project) => asBlob(await drawCubes(project, options, quietContext(signal)))),
  ),
  sinusVolume: api.regions.sinusVolume.handler(({ input: { folder, subject, side } }) =>
    readProject(folder, async (project) =>
      volumeAsBlob(project, (await findSinus(project, subject, side)).file),
    ),
  ),
}
