import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import type { OptimiserParams } from '../../../../src/shared/domain/stage.ts'
import { Graph } from '../../../../src/trainer/graph/graph.ts'
import { Session } from '../../../../src/trainer/graph/session.ts'
import type { Parameter } from '../../../../src/trainer/layers/parameters.ts'
import {
  applyOptimiser,
  stepPlaceholders,
  stepScalars,
} from '../../../../src/trainer/optimizers/optimizers.ts'
import { learningRateAt } from '../../../../src/trainer/optimizers/schedules.ts'
import { fixture, relativeError } from '../../../helpers/tensors.ts'

describe.each<[string, OptimiserParams]>([
  ['adamw', { kind: 'adamw', learningRate: 1e-4, weightDecay: 1e-2 }],
  [
    'lars',
    { kind: 'lars', learningRate: 0.2, weightDecay: 1e-4, momentum: 0.9, excludeOneDimensional: true },
  ],
])('%s', (name, optimiser) => {
  const golden = fixture('optimisers')

  /** Five steps; with `pieces` 2 every parameter is kept in two halves, which must make no difference. */
  function fiveSteps(pieces: 1 | 2) {
    const graph = new Graph()
    const scalars = stepPlaceholders(graph)
    const parameters = ['w', 'k', 'b'].map((key) => {
      const { shape, data } = golden.get(`init.${key}`)!
      const cut = pieces === 1 ? [data.length] : [3, data.length - 3]
      const variables = cut.map((length, index) =>
        graph.variable(`${key}${index}`, [length], { trainable: true }),
      )
      const gradients = cut.map((length, index) => graph.placeholder(`g/${key}${index}`, [length]))
      const parameter = { name: key, shape, trainable: true, pieces: variables } as unknown as Parameter
      const split = (values: Float32Array) =>
        cut.map((length, index) =>
          values.slice(index === 0 ? 0 : cut[0], index === 0 ? length : cut[0] + length),
        )
      return { key, parameter, gradients, split, init: data }
    })
    const done = graph.after(graph.scalar(0), applyOptimiser(graph, optimiser, parameters, scalars))
    const session = new Session(graph)
    session.write(
      new Map(
        parameters.flatMap(({ parameter, split, init }) =>
          split(init).map((values, index) => [parameter.pieces[index].name, values] as const),
        ),
      ),
    )
    const errors: number[] = []
    for (let step = 0; step < 5; step++) {
      const given = stepScalars(optimiser.learningRate, step + 1)
      session.run(
        [
          [scalars.learningRate, Float32Array.of(given.learningRate)],
          [scalars.correctedRate, Float32Array.of(given.correctedRate)],
          [scalars.epsilon, Float32Array.of(given.epsilon)],
          ...parameters.flatMap(({ key, gradients, split }) =>
            split(golden.get(`grad${step}.${key}`)!.data).map(
              (values, index) => [gradients[index], values] as const,
            ),
          ),
        ],
        [done],
      )
      const state = session.read()
      for (const { key, parameter } of parameters) {
        const whole = parameter.pieces.flatMap((piece) => [...state.get(piece.name)!])
        errors.push(relativeError(whole, golden.get(`${name}${step}.${key}`)!.data))
      }
    }
    session.dispose()
    return Math.max(...errors)
  }

  it('takes PyTorch’s five steps', () => {
    expect(fiveSteps(1)).toBeLessThan(1e-6) // a rounding error of the weights, which move by 1e-4 a step
  })
  it('takes the same steps with a parameter kept in two pieces', () => {
    expect(fiveSteps(2)).toBeLessThan(1e-6)
  })
})

it('warms up and falls along a cosine as the fixture says', () => {
  const { warmup_cosine: golden } = JSON.parse(
    readFileSync(new URL('../../../fixtures/evaluation.json', import.meta.url), 'utf8'),
  ) as { warmup_cosine: { value: number[] } }
  expect(golden.value).toHaveLength(500)
  golden.value.forEach((rate, epoch) => {
    expect(learningRateAt({ kind: 'warmup-cosine', warmupEpochs: 20 }, 0.2, 500, epoch)).toBeCloseTo(rate, 10)
  })
})
