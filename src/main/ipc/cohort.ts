import { listLabels } from '../db/stores/labels.ts'
import { listCohort } from '../services/cohort-scans.ts'
import { decideSameScan, decideSides, showDecisions, undoDecision } from '../services/decisions.ts'
import { importCohort, type SettledFile } from '../services/import-cohort.ts'
import { importLabels, previewLabels } from '../services/label-sheet.ts'
import { listSeries } from '../services/list-series.ts'
import { previewTags } from '../services/preview-tags.ts'
import type { Project } from '../project.ts'
import { api } from './api.ts'
import { changeProject, holdProject, readProject, withProgress } from './work.ts'

const decide = (folder: string, work: (project: Project) => Promise<void>) =>
  changeProject(folder, async (project) => {
    await work(project)
    return showDecisions(project)
  })

export const cohort = {
  import: api.cohort.import.handler(async function* ({ input, signal }) {
    const { folder, paths, series, ...others } = input
    let settled: SettledFile[] = []
    const options = {
      ...others,
      dicom: series ? { series } : {},
      settled: (file: SettledFile) => void settled.push(file),
    }
    const work = withProgress(signal, (context) =>
      holdProject(folder, (project) => importCohort(project, paths, context, options)),
    )
    try {
      for (;;) {
        const { done, value } = await work.next()
        if (done) return value
        yield { ...value, settled }
        settled = []
      }
    } finally {
      await work.return(undefined as never)
    }
  }),
  scans: api.cohort.scans.handler(({ input }) => readProject(input.folder, listCohort)),
  series: api.cohort.series.handler(({ input: { paths, thumbnails }, signal }) =>
    withProgress(signal, (context) => listSeries(paths, context, { thumbnails })),
  ),
  tags: api.cohort.tags.handler(({ input: { folder, paths, series }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, (project) => previewTags(project, paths, context, series)),
    ),
  ),
  labels: api.cohort.labels.handler(({ input }) => readProject(input.folder, ({ db }) => listLabels(db))),
  previewLabels: api.cohort.previewLabels.handler(({ input: { folder, file, ...options } }) =>
    readProject(folder, (project) => previewLabels(project, file, options)),
  ),
  importLabels: api.cohort.importLabels.handler(({ input: { folder, file, ...options } }) =>
    changeProject(folder, (project) => importLabels(project, file, options)),
  ),
  decisions: api.cohort.decisions.handler(({ input }) => readProject(input.folder, showDecisions)),
  decideSides: api.cohort.decideSides.handler(({ input: { folder, target, orientation } }) =>
    decide(folder, (project) => decideSides(project, target, orientation)),
  ),
  decideSameScan: api.cohort.decideSameScan.handler(({ input: { folder, target, answer } }) =>
    decide(folder, (project) => decideSameScan(project, target, answer)),
  ),
  undoDecision: api.cohort.undoDecision.handler(({ input: { folder, target, question } }) =>
    decide(folder, (project) => undoDecision(project, target, question)),
  ),
}
