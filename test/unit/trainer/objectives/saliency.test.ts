import { describe, expect, it } from 'vitest'
import {
  saliencyEdge,
  saliencyOf,
  saliencyStages,
  usualSaliencyStage,
} from '../../../../src/shared/domain/saliency.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { inferenceProgram } from '../../../../src/trainer/inference-program.ts'
import type { Weights } from '../../../../src/trainer/program.ts'
import { aClassifier } from '../../../helpers/trained-study.ts'

const [voxels, batch, width] = [32, 2, 4]
const length = voxels ** 3
const random = createRandom('saliency')
const noise = Float32Array.from({ length: batch * length }, () => random.uniform())

function outputs(
  kind: 'classification' | 'saliency' | 'features',
  weights: Weights,
  input = noise,
): Float32Array[] {
  const objective = kind === 'features' ? { kind, width, allStages: true as const } : { kind, width }
  const program = inferenceProgram(objective, weights, { voxels, batch, precision: 'float32' })
  const all = program.predict(input)
  const values = all.length / batch
  return Array.from({ length: batch }, (_, k) => all.slice(k * values, (k + 1) * values))
}

/** A classifier with some values of its weights moved. */
function changed(weights: Weights, name: string, change: (value: number, index: number) => number): Weights {
  const { shape, data } = weights.get(name)!
  return new Map(weights).set(name, { shape, data: data.map(change) })
}

/** One whose activations behind the three stages are all above 0, so that a shift before their ReLU passes it whole. */
const aboveZero = saliencyStages.reduce<Weights>(
  (weights, stage) => changed(weights, `encoder.layer${stage}.1.bn2.bias`, (value) => value + 20),
  aClassifier(),
)
/** One whose convolutions see the middle of their kernels only: a cell of stage 2 depends on its own corner of the input. */
const nearSighted: Weights = new Map(
  [...aClassifier()].map(([name, { shape, data }]) => {
    const taps = shape.length === 5 ? shape[2] ** 3 : 1
    return [name, { shape, data: data.map((value, k) => (k % taps === (taps - 1) / 2 ? value : 0)) }]
  }),
)
const turned = changed(aboveZero, 'head.2.weight', (value) => -value)

describe('saliency', () => {
  it.each(saliencyStages)(
    'of stage %i is on average what the classifier’s own logits do when its channels are shifted',
    (stage) => {
      const channels = width * 2 ** (stage - 1)
      const first = width * (2 ** (stage - 1) - 1)
      let positive = 0
      for (const weights of [aboveZero, turned]) {
        const maps = outputs('saliency', weights).map((all) => saliencyOf(all, stage, voxels))
        const pooled = outputs('features', weights).map((all) => all.subarray(first, first + channels))
        // Channel c shifted by δ·p_c in all n cells moves the logit by n·Σ α_c·δ·p_c; with p_c the channel's mean, the sum
        // is what the map is on average. Central differences of the graph that scores sinuses.
        const cells = saliencyEdge(stage, voxels) ** 3
        const delta = 0.005
        const expected = [0, 1].map((k) => {
          const logit = (shift: number) =>
            outputs(
              'classification',
              changed(
                weights,
                `encoder.layer${stage}.1.bn2.bias`,
                (value, c) => value + shift * pooled[k][c],
              ),
            )[k][1]
          return (logit(delta) - logit(-delta)) / (2 * delta) / cells
        })
        for (const k of [0, 1]) {
          expect(maps[k]).toHaveLength(cells)
          const mean = maps[k].reduce((sum, value) => sum + value, 0) / cells
          // What is negative is cut off: then the turned classifier has it.
          if (expected[k] < 0) expect(mean).toBe(0)
          else {
            positive++
            expect(Math.abs(mean / expected[k] - 1)).toBeLessThan(0.01)
          }
        }
      }
      expect(positive).toBe(2)
    },
  )

  it('of one cell is the hand-worked sum over its channels', () => {
    // A head of one hidden unit: logit = 0.5·ReLU(Σ c/32·A_c), so α_c = 0.5·c/32 and the map is the logit itself.
    const weights = new Map(aClassifier())
    const hidden = {
      shape: [16, 32],
      data: Float32Array.from({ length: 512 }, (_, k) => (k < 32 ? k / 32 : 0)),
    }
    weights.set('head.0.weight', hidden).set('head.0.bias', { shape: [16], data: new Float32Array(16) })
    const out = Float32Array.from({ length: 32 }, (_, k) => (k === 16 ? 0.5 : 0))
    weights.set('head.2.weight', { shape: [2, 16], data: out })
    weights.set('head.2.bias', { shape: [2], data: new Float32Array(2) })
    const logits = outputs('classification', weights).map(([, anomalous]) => anomalous)
    outputs('saliency', weights).forEach((all, k) => {
      const [value] = saliencyOf(all, 4, voxels)
      expect(value).toBeGreaterThan(0)
      expect(value).toBeCloseTo(logits[k], 4)
    })
  })

  it.each([
    [3, 0, 0],
    [3, 1, 2],
  ])(
    'changes most where the cube does: axes and directions are those of the input (%i, %i, %i)',
    (...corner) => {
      const flat = new Float32Array(batch * length).fill(0.3)
      for (let v = 0; v < length; v++) {
        const at = [v % voxels, Math.floor(v / voxels) % voxels, Math.floor(v / voxels ** 2)]
        if (at.every((index, axis) => Math.floor(index / 8) === corner[axis])) flat[v] = 1
      }
      const change = new Float32Array(64)
      // What one sign of the logit cuts off, the other shows.
      for (const sign of [1, -1]) {
        const weights = changed(nearSighted, 'head.2.weight', (value) => sign * value)
        const [marked, plain] = outputs('saliency', weights, flat).map((all) => saliencyOf(all, 2, voxels))
        marked.forEach((value, cell) => (change[cell] += Math.abs(value - plain[cell])))
      }
      const most = change.indexOf(Math.max(...change))
      expect([most % 4, Math.floor(most / 4) % 4, Math.floor(most / 16)]).toEqual(corner)
    },
  )

  it('of a cube does not depend on what else is in the batch', () => {
    const other = noise.slice().fill(0.9, length)
    const [[first], [same]] = [outputs('saliency', aClassifier()), outputs('saliency', aClassifier(), other)]
    first.forEach((value, cell) => expect(same[cell]).toBeCloseTo(value, 5))
  })
})

describe('usualSaliencyStage', () => {
  it('is the last stage, or the last one that has more than one cell', () => {
    expect([32, 64, 96].map(usualSaliencyStage)).toEqual([3, 4, 4])
  })
})
