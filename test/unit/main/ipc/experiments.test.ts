import { createRouterClient } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { router } from '../../../../src/main/ipc/router.ts'
import { listExperiments } from '../../../../src/main/db/stores/experiments.ts'
import { RecentProjects } from '../../../../src/main/services/recent-projects.ts'
import type { RecipeDraft } from '../../../../src/shared/ipc/experiments.ts'
import { aClient, failureOf } from '../../../helpers/api-client.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'

describe('experiments over the API', () => {
  it('offers the shipped recipes as drafts, and writes and reads their files', async () => {
    const client = await aClient()
    const recipes = await client.experiments.recipes()
    expect(recipes.map(({ name }) => name)).toContain('table2')
    for (const { draft } of recipes) {
      const { yaml } = await client.experiments.toYaml({ draft })
      expect((await client.experiments.read({ yaml })).draft).toEqual(draft)
    }
  })

  it('names line and column of what is wrong with a file', async () => {
    const client = await aClient()
    const [{ draft }] = await client.experiments.recipes()
    const { yaml } = await client.experiments.toYaml({ draft })
    const failure = await failureOf(
      client.experiments.read({ yaml: yaml.replace(/^folds: .*$/m, 'folds: many') }),
    )
    const line = yaml.split('\n').findIndex((text) => text.startsWith('folds')) + 1
    expect(failure).toMatchObject({ code: 'invalid-recipe', details: { places: [{ line, column: 8 }] } })
  })

  it('previews a draft before the engine was ever asked, and writes nothing', async () => {
    const study = await aPlannedStudy()
    const client = await aClient()
    const draft = { ...(study.recipe as unknown as RecipeDraft), seeds: [1, 2] }
    const preview = await client.experiments.preview({ folder: study.folder, draft })
    expect(preview).toMatchObject({ runs: 6, isPlanned: false, dataset: 'v1' })
    expect(await study.read(({ db }) => listExperiments(db))).toHaveLength(1)
  })

  it('is for those who may change the project', async () => {
    const study = await aPlannedStudy()
    const recent = new RecentProjects('/nowhere/recent.json')
    const reader = createRouterClient(router, {
      context: { recent, shell: null, readOnly: study.folder },
    })
    const call = { folder: study.folder, draft: study.recipe as unknown as RecipeDraft }
    for (const refused of [
      reader.experiments.preview(call),
      reader.experiments.plan(call),
      reader.runs.start({ folder: study.folder }),
    ])
      expect(await failureOf(refused)).toMatchObject({ code: 'read-only' })
    expect((await reader.experiments.recipes()).length).toBeGreaterThan(0)
  })
})
