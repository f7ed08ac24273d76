import type { OptimiserParams } from '../../shared/domain/stage.ts'
import { dtypes, type Graph, type GraphNode, type Tensor, type Variable } from '../graph/graph.ts'
import { elementwise, scale, sum } from '../graph/operations.ts'
import type { Parameter } from '../layers/parameters.ts'

/** A parameter with the gradient of each of its pieces, float32. */
export interface ParameterGradient {
  parameter: Parameter
  gradients: Tensor[]
}

/** Scalars the host computes in double precision and feeds each step. */
export type StepScalars<T = Tensor> = Record<'learningRate' | 'correctedRate' | 'epsilon', T>

const float = ['type', dtypes.float32] as const
const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

export const stepPlaceholders = (graph: Graph): StepScalars => ({
  learningRate: graph.placeholder('step/learning_rate', []),
  correctedRate: graph.placeholder('step/corrected_rate', []),
  epsilon: graph.placeholder('step/epsilon', []),
})

/**
 * What to feed for optimisation step `step` (1 for the first).
 *
 * Adam: TensorFlow's fused kernel wants lr·√(1−β₂ᵗ)/(1−β₁ᵗ) and puts epsilon beside the uncorrected √v; PyTorch adds it
 * after bias correction. Scaling epsilon by √(1−β₂ᵗ) makes them equal.
 */
export function stepScalars(learningRate: number, step: number): StepScalars<number> {
  const correction = Math.sqrt(1 - beta2 ** step)
  return {
    learningRate,
    correctedRate: (learningRate * correction) / (1 - beta1 ** step),
    epsilon: epsilon * correction,
  }
}

/** Adds the update of every parameter to the graph and returns its effects. State lives in variables `optimiser/…`. */
export function applyOptimiser(
  graph: Graph,
  optimiser: OptimiserParams,
  all: readonly ParameterGradient[],
  scalars: StepScalars,
): GraphNode[] {
  return all.flatMap(({ parameter, gradients }) => {
    switch (optimiser.kind) {
      case 'adam':
      case 'adamw':
        return parameter.pieces.flatMap((piece, index) =>
          adam(graph, piece, gradients[index], optimiser, scalars),
        )
      case 'sgd':
        return parameter.pieces.map((piece, index) =>
          withMomentum(graph, piece, gradients[index], optimiser.momentum ?? 0.9, scalars),
        )
      case 'lars':
        return lars(graph, parameter, gradients, optimiser, scalars)
    }
  })
}

/**
 * Adam (Kingma and Ba 2015), β 0.9/0.999, ε 1e-8. `adamw`: decoupled decay w ← w − lr·wd·w first (Loshchilov and Hutter
 * 2019); `adam`: decay is added to the gradient.
 */
function adam(
  graph: Graph,
  variable: Variable,
  gradient: Tensor,
  { kind, weightDecay }: OptimiserParams,
  scalars: StepScalars,
): GraphNode[] {
  const m = graph.variable(`optimiser/m/${variable.name}`, variable.shape)
  const v = graph.variable(`optimiser/v/${variable.name}`, variable.shape)
  const before: GraphNode[] = []
  let g = gradient
  if (weightDecay && kind === 'adam')
    g = elementwise(graph, 'AddV2', gradient, scale(graph, variable.value, weightDecay))
  if (weightDecay && kind === 'adamw') {
    const rate = elementwise(graph, 'Mul', scalars.learningRate, graph.scalar(weightDecay))
    before.push(
      graph.effect(
        'AssignSubVariableOp',
        [variable.handle, elementwise(graph, 'Mul', variable.value, rate)],
        { dtype: [...float] },
        [gradient.node],
      ),
    )
  }
  const zero = graph.scalar(0)
  const inputs = [
    variable.handle,
    m.handle,
    v.handle,
    zero,
    zero,
    scalars.correctedRate,
    graph.scalar(beta1),
    graph.scalar(beta2),
    scalars.epsilon,
    g,
  ]
  return [
    graph.effect(
      'ResourceApplyAdam',
      inputs,
      { T: [...float], use_locking: ['boolean', false], use_nesterov: ['boolean', false] },
      before,
    ),
  ]
}

/**
 * LARS (You et al. 2017): v ← μ·v + λ·(g + wd·w), w ← w − lr·v with λ = η·‖w‖ / (‖g‖ + wd·‖w‖ + ε), 1 where a norm is 0.
 * η 1e-3, ε 1e-8. With `excludeOneDimensional` biases and batch norm get neither decay nor λ.
 * Norms are of the whole parameter, however many pieces the engine keeps it in.
 */
function lars(
  graph: Graph,
  parameter: Parameter,
  gradients: Tensor[],
  optimiser: OptimiserParams,
  scalars: StepScalars,
): GraphNode[] {
  const eta = 1e-3
  const { weightDecay, momentum = 0.9, excludeOneDimensional = true } = optimiser
  const plain = excludeOneDimensional && parameter.shape.length === 1
  const scalarOf = (operation: string, ...inputs: Tensor[]) => elementwise(graph, operation, ...inputs)

  let trust: Tensor | undefined
  if (!plain) {
    const norm = (parts: Tensor[]) => {
      const squares = parts.map((part) =>
        sum(
          graph,
          elementwise(graph, 'Square', part),
          part.shape.map((_, axis) => axis),
        ),
      )
      return scalarOf(
        'Sqrt',
        squares.reduce((a, b) => scalarOf('AddV2', a, b)),
      )
    }
    const weightNorm = norm(parameter.pieces.map((piece) => piece.value))
    const gradientNorm = norm(gradients)
    const decayed = scalarOf(
      'AddV2',
      scalarOf('Mul', weightNorm, graph.scalar(weightDecay)),
      graph.scalar(1e-8),
    )
    const ratio = scalarOf(
      'RealDiv',
      scalarOf('Mul', weightNorm, graph.scalar(eta)),
      scalarOf('AddV2', gradientNorm, decayed),
    )
    const product = scalarOf('Mul', weightNorm, gradientNorm)
    const positive = graph.node('Greater', [product, graph.scalar(0)], { T: [...float] }, [
      [[], dtypes.boolean],
    ])[0]
    trust = graph.node('SelectV2', [positive, ratio, graph.scalar(1)], { T: [...float] }, [
      [[], dtypes.float32],
    ])[0]!
  }
  return parameter.pieces.map((piece, index) => {
    let g = gradients[index]
    if (!plain && weightDecay) g = elementwise(graph, 'AddV2', g, scale(graph, piece.value, weightDecay))
    if (trust) g = elementwise(graph, 'Mul', g, trust)
    return withMomentum(graph, piece, g, momentum, scalars)
  })
}

/** v ← μ·v + g, w ← w − lr·v. */
function withMomentum(
  graph: Graph,
  variable: Variable,
  gradient: Tensor,
  momentum: number,
  scalars: StepScalars,
): GraphNode {
  const velocity = graph.variable(`optimiser/velocity/${variable.name}`, variable.shape)
  const inputs = [variable.handle, velocity.handle, scalars.learningRate, gradient, graph.scalar(momentum)]
  return graph.effect('ResourceApplyMomentum', inputs, {
    T: [...float],
    use_locking: ['boolean', false],
    use_nesterov: ['boolean', false],
  })
}
