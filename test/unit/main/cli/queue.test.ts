import { describe, expect, it } from 'vitest'
import { queue } from '../../../../src/main/cli/queue.ts'
import { status } from '../../../../src/main/cli/status.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aContext } from '../../../helpers/project.ts'

const context = { ...aContext(), warn: () => {} }
const antrum = (args: string[], options: Record<string, unknown> = {}) =>
  queue.run(context, args, { limit: 50, ...options })

describe('antrum queue', () => {
  it('lists what waits in its order, and follows every action', async () => {
    const { folder, experiment } = await aPlannedStudy()
    expect((await antrum([folder])).text).toBe('Queue: empty.')
    expect((await antrum([folder, 'add', experiment])).text).toMatch(`antrum run ${folder}`)
    const { text, json } = await antrum([folder], { limit: 2 })
    expect(text.split('\n')).toEqual([
      `Queue: ${experiment}.`,
      expect.stringMatching(
        /^ {2}[0-9a-f]{8} {2}queued {7}autoencoder of normals, fold 1 \(quick-.*, about \d+ s\)$/,
      ),
      expect.stringMatching(/residuals, fold 1/),
      '  … more: --limit 4',
    ])
    const { stages } = json as { stages: { stage: string; name: string; expectedSeconds: number }[] }
    expect(stages).toHaveLength(2)
    expect(stages[0]).toMatchObject({ kind: 'cae', state: 'queued', experiment, foldIndex: 0 })

    expect((await antrum([folder, 'pause'])).text).toMatch(/^Paused/)
    expect((await antrum([folder])).text).toMatch(/^Queue: .*\. Paused\./)
    expect((await antrum([folder, 'resume'])).json).toEqual({ paused: false })
    const last = (await antrum([folder], { kind: ['evaluate'], method: ['residual'] })).json as {
      stages: { stage: string }[]
    }
    const moved = await antrum([folder, 'move', last.stages[0].stage.slice(0, 10)])
    expect(moved.text).toMatch(/^5 stages go first/)
    expect((await antrum([folder, 'move', stages[0].stage], { last: true })).text).toMatch(
      /^1 stages go last/,
    )
    expect((await antrum([folder, 'retry'])).text).toMatch(/^0 failed stages/)
    expect((await antrum([folder], { state: ['finished,failed'], experiment })).json).toMatchObject({
      stages: [],
    })
  })

  it('says what it takes when it is called wrongly', async () => {
    const { folder, experiment } = await aPlannedStudy()
    const wrong: [string[], Record<string, unknown>, RegExp][] = [
      [[folder, 'explode'], {}, /"explode".*pause, resume, add, move, retry/],
      [[folder, 'move'], {}, /wants an id/],
      [[folder, 'pause', experiment], {}, /whole queue/],
      [[folder], { state: ['idle'] }, /--state takes queued, running.*"idle"/],
      [[folder], { kind: ['cae,x'] }, /--kind takes cae.*"x"/],
    ]
    for (const [args, options, message] of wrong)
      await expect(antrum(args, options)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(message) as string,
      })
  })
})

describe('antrum status', () => {
  it('shows the place in the queue, the time left with its interval, and a failure with its last lines', async () => {
    const study = await aPlannedStudy({ behaviour: { cae: { crashAtStep: 1, crashes: 9 } } })
    const show = async () => (await status.run(context, [study.folder], {})).text
    expect(await show()).toMatch(
      new RegExp(`^${study.experiment} on v1: 10 queued; 0% done, about .* \\(.* to .*\\) left$`),
    )
    await antrum([study.folder, 'add', study.experiment])
    await antrum([study.folder, 'pause'])
    expect(await show()).toMatch(/^The queue is paused\..*\n.*\(in the queue, place 1\)/)
    await study.run()
    expect(await show()).toMatch(
      /failed {3}autoencoder of normals, fold 1: The trainer was ended from outside by SIGKILL.*\n +about to crash\n +Segmentation fault.*\n +all of it: .*trainer\.log/,
    )
  })
})
