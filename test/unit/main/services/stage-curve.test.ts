import { describe, expect, it } from 'vitest'
import { StageCurve, mostPoints } from '../../../../src/main/services/stage-curve.ts'

const report = (done: number, loss = 1 / done) => ({
  ...{ type: 'progress' as const, timeMs: done, done, total: 100_000, loss },
  ...{ learningRate: 0.001, stepSeconds: 0.1, rssBytes: 1000 + done },
})
const curveOf = (count: number) => {
  const curve = new StageCurve()
  for (let done = 1; done <= count; done++) curve.add(report(done))
  return curve
}

describe('the curve of a stage', () => {
  it('is every report while there are few', () => {
    expect(curveOf(3).points()).toEqual([
      { step: 1, loss: [1, 1, 1], learningRate: 0.001, stepSeconds: 0.1, rssBytes: 1001 },
      { step: 2, loss: [0.5, 0.5, 0.5], learningRate: 0.001, stepSeconds: 0.1, rssBytes: 1002 },
      { step: 3, loss: [1 / 3, 1 / 3, 1 / 3], learningRate: 0.001, stepSeconds: 0.1, rssBytes: 1003 },
    ])
  })

  it('keeps mean, lowest and highest of what one point stands for', () => {
    const curve = new StageCurve()
    for (let k = 0; k < 2 * mostPoints; k++) curve.add(report(k + 1, k % 2 === 0 ? 2 : 4))
    expect(curve.length).toBe(mostPoints)
    expect(new Set(curve.points().map(({ loss }) => String(loss)))).toEqual(new Set(['3,2,4']))
  })

  it('stays small with 100,000 reports, and loses neither the last nor a spike', () => {
    const curve = curveOf(50_000)
    curve.add(report(50_001, 99))
    for (let done = 50_002; done <= 100_000; done++) curve.add(report(done))
    const points = curve.points()
    expect(points.length).toBeLessThanOrEqual(mostPoints)
    expect(points.length).toBeGreaterThan(mostPoints / 2)
    expect(points.at(-1)!.step).toBe(100_000)
    expect(Math.max(...points.map(({ loss }) => loss![2]))).toBe(99)
  })

  it('gives in pieces what it gives as a whole', () => {
    const curve = new StageCurve()
    let heard: ReturnType<StageCurve['points']> = []
    let [width, length] = [0, 0]
    for (let done = 1; done <= 5000; done++) {
      curve.add(report(done))
      if (done % 37 !== 0) continue
      const from = width === curve.width ? Math.max(0, length - 1) : 0
      heard = [...heard.slice(0, from), ...curve.points(from)]
      ;[width, length] = [curve.width, curve.length]
    }
    for (let done = 4996; done <= 5000; done++) curve.add(report(done))
    expect(heard.slice(0, -1)).toEqual(curve.points().slice(0, heard.length - 1))
  })

  it('goes on from the checkpoint without a jump back, when steps are done a second time', () => {
    const broken = curveOf(50)
    broken.add(report(41))
    expect(broken.rewinds).toBe(1)
    for (let done = 42; done <= 60; done++) broken.add(report(done))
    expect(broken.points()).toEqual(curveOf(60).points())
  })
})
