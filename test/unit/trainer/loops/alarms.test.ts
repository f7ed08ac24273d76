import { describe, expect, it } from 'vitest'
import type { EpochRecord } from '../../../../src/shared/ipc/trainer.ts'
import { alarmsIn } from '../../../../src/trainer/loops/alarms.ts'

const epoch = (trainLoss: number, validationLoss: number | null = null, spread?: number): EpochRecord => ({
  trainLoss,
  validationLoss,
  learningRate: 0.1,
  ...(spread === undefined ? {} : { monitors: { spread } }),
})
const kinds = (history: EpochRecord[], epochs = 20) => alarmsIn(history, epochs).map(({ alarm }) => alarm)

describe('alarms', () => {
  it('stay silent while a training goes well', () => {
    const history = Array.from({ length: 20 }, (_, k) => epoch(1 / (k + 1), 1.1 / (k + 1), 0.9))
    for (let count = 0; count <= 20; count++) expect(kinds(history.slice(0, count))).toEqual([])
  })
  it('tell collapsed embeddings, with the number', () => {
    const [alarm] = alarmsIn([epoch(-0.99, null, 0.02)], 20)
    expect(alarm).toMatchObject({
      alarm: 'collapse',
      cause: expect.stringContaining('0.020') as string,
      suggestion: expect.stringMatching(/./) as string,
    })
  })
  it('tell a stall after a quarter of the budget without progress, also below zero', () => {
    const falling = [3, 2, 1].map((loss) => epoch(loss))
    expect(kinds([...falling, ...Array<EpochRecord>(4).fill(epoch(1))])).toEqual([])
    expect(kinds([...falling, ...Array<EpochRecord>(5).fill(epoch(1))])).toEqual(['stall'])
    expect(kinds([epoch(-0.5), ...Array<EpochRecord>(5).fill(epoch(-0.5))])).toEqual(['stall'])
    expect(kinds([epoch(-0.5), ...[0.6, 0.7, 0.75, 0.8, 0.85].map((loss) => epoch(-loss))])).toEqual([])
  })
  it('tell over-fitting: validation a fifth above its best for a while, training still falling', () => {
    const history = [
      epoch(1, 1),
      epoch(0.8, 0.8),
      ...[0.7, 0.6, 0.5, 0.4, 0.3].map((loss) => epoch(loss, 1.2)),
    ]
    expect(kinds(history)).toEqual(['over-fitting'])
    expect(kinds(history.slice(0, -1))).toEqual([])
    expect(kinds(history.map((record) => ({ ...record, validationLoss: 0.9 })))).toEqual([])
  })
})
