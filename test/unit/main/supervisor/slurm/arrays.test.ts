import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StageKind } from '../../../../../src/shared/domain/stage.ts'
import type { Job } from '../../../../../src/main/supervisor/schedule.ts'
import { inArrays } from '../../../../../src/main/supervisor/slurm/arrays.ts'

const job = (kind: StageKind, hash: string, ...inputs: string[]): Job => ({
  ...{ hash, kind, name: hash, folder: '', voxels: 32, inputs },
})
const none = () => undefined

/** Hashes of each array, and which arrays (by place) or jobs it comes after. */
const shown = (jobs: readonly Job[], size = 100, submitted: (hash: string) => string | undefined = none) => {
  const arrays = inArrays(jobs, size, submitted)
  return arrays.map(({ jobs: some, after }) => [
    some.map(({ hash }) => hash).join(' '),
    ...after.map((other) => (typeof other === 'string' ? other : arrays.indexOf(other))),
  ])
}

describe('arrays of jobs', () => {
  it('hold one kind each and come after the arrays with their inputs, and no others', () => {
    const jobs = [
      job('cae', 'cae1'),
      job('cae', 'cae2'),
      job('residuals', 'res1', 'cae1'),
      job('residuals', 'res2', 'cae2'),
      job('pretrain', 'byol'),
      job('finetune', 'scratch1'),
      job('finetune', 'scratch2'),
      job('finetune', 'byol1', 'byol'),
      job('evaluate', 'e1', 'scratch1'),
      job('evaluate', 'e2', 'byol1'),
      job('evaluate', 'e3', 'scratch2', 'finished before'),
    ]
    expect(shown(jobs)).toEqual([
      ['cae1 cae2'],
      ['res1 res2', 0],
      ['byol'],
      ['scratch1 scratch2'],
      ['byol1', 2],
      ['e1 e3', 3],
      ['e2', 4],
    ])
  })

  it('come after jobs that were submitted earlier', () => {
    const submitted = (hash: string) => (hash === 'cae1' ? '17' : undefined)
    expect(shown([job('residuals', 'res1', 'cae1')], 100, submitted)).toEqual([['res1', '17']])
  })

  it('are no longer than Slurm takes, lose no job and put inputs first', () => {
    const kinds = fc.array(fc.constantFrom<StageKind>('cae', 'pretrain', 'finetune'), { maxLength: 40 })
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()), (all, size, random) => {
        const jobs = all.map((kind, k) =>
          job(kind, String(k), ...(k > 0 ? [String(random.next().value! % k)] : [])),
        )
        const arrays = inArrays(jobs, size, none)
        expect(
          arrays.flatMap(({ jobs: some }) => some.map(({ hash }) => Number(hash))).sort((a, b) => a - b),
        ).toEqual(all.map((_, k) => k))
        arrays.forEach((array, place) => {
          expect(array.jobs.length).toBeLessThanOrEqual(size)
          for (const { inputs } of array.jobs) {
            const source = arrays.findIndex(({ jobs: some }) =>
              some.some(({ hash }) => inputs.includes(hash)),
            )
            if (inputs.length > 0) {
              expect(source).toBeLessThan(place)
              expect(array.after).toContain(arrays[source])
            }
          }
        })
      }),
    )
  })
})
