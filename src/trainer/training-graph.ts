import type { OptimiserParams } from '../shared/domain/stage.ts'
import type { Random } from '../shared/random.ts'
import { augment } from './data/augmentation.ts'
import { dtypes, type DType, type Graph, type GraphNode, type Tensor, type Variable } from './graph/graph.ts'
import { divide, elementwise, multiply, sum, zeros } from './graph/operations.ts'
import type { Feeds } from './graph/session.ts'
import { InferenceLayers } from './layers/inference-layers.ts'
import type { Parameters } from './layers/parameters.ts'
import { TrainingLayers } from './layers/training-layers.ts'
import type { Losses, Objective, Pass } from './objectives/objective.ts'
import { applyOptimiser, stepPlaceholders, type StepScalars } from './optimizers/optimizers.ts'
import type { ProgramOptions } from './program.ts'

/** What passes over a batch are built from. */
export interface Ingredients {
  graph: Graph
  parameters: Parameters
  objective: Objective
  options: ProgramOptions
  dtype: DType
  /** Fed: [batch, d, d, d, 1]; the objective's target; [batch] what each sample counts. */
  input: Tensor
  target: Tensor | null
  weights: Tensor
}

/** Numbers to be drawn for each run of a pass. */
export type Draws = readonly ((random: Random) => Feeds)[]

/** Networks over a batch, down to a loss per sample. Layers made for it are appended to `made`. */
export function buildPass<L extends TrainingLayers | InferenceLayers>(
  name: string,
  training: boolean,
  made: L[],
  from: Ingredients,
): { losses: Losses; draws: Draws } {
  const { graph, parameters, dtype, objective, options, input } = from
  const draws: ((random: Random) => Feeds)[] = []
  const layersOver = (over: Parameters) =>
    (training ? new TrainingLayers(over, dtype) : new InferenceLayers(over, dtype)) as L
  const keep = (layers: L) => {
    made.push(layers)
    return layers
  }
  let { target } = from
  const views = Array.from({ length: objective.views }, (_, index) => {
    // Held-out samples are shown as they are, unless the loss lives on the difference between two views.
    const kind = training || objective.views === 2 ? options.augmentation : 'none'
    if (kind === 'none') return input
    const moving = objective.target === 'volume' ? from.target : null
    const view = augment(graph, input, moving, {
      kind,
      voxelMm: options.voxelMm,
      name: `${name}/view${index}`,
    })
    draws.push(view.draw)
    target = view.target ?? target
    return view.image
  })
  const teacher = layersOver(parameters.copies('teacher.'))
  const pass: Pass = {
    graph,
    layers: keep(layersOver(parameters)),
    // In training a teacher's running statistics follow the student's, not its own batches: its updates are dropped.
    teacher: training ? teacher : keep(teacher),
    addLayers: (make) => keep(make(parameters, dtype) as L),
    training,
    views,
    target,
    weights: from.weights,
    draw: (what, shape, type, make) => {
      const fed = graph.placeholder(`${name}/${what}`, shape, type)
      draws.push((random) => [[fed, make(random)]])
      return fed
    },
  }
  return { losses: objective.losses!(pass), draws }
}

/** The tensors of a training step. */
export interface TrainingGraph {
  draws: Draws
  /** Fed: what the samples of the effective batch count together. */
  weightSum: Tensor
  monitors: Record<string, Tensor>
  scalars: StepScalars
  /** Fed: share of the teacher that stays. */
  teacherMomentum?: Tensor
  /** The loss, once the step (or, when accumulating, the micro-batch) has had its effects. */
  step: Tensor
  accumulation?: { clear: Tensor; apply: Tensor }
  spanning?: SpanningLoss
}

/** A loss over embeddings of the whole effective batch. */
export interface SpanningLoss {
  embeddings: Tensor
  /** Fed: embeddings and weights of all micro-batches. */
  all: Tensor
  allWeights: Tensor
  loss: Tensor
  allGradient: Tensor
  /** Fed: the part of `allGradient` that belongs to this micro-batch. */
  gradient: Tensor
}

export function buildTraining(optimiser: OptimiserParams, from: Ingredients): TrainingGraph {
  const { graph, parameters, objective, options } = from
  const { batch, parts = 1 } = options
  const layers: TrainingLayers[] = []
  const { losses, draws } = buildPass('step', true, layers, from)
  const weightSum = graph.placeholder('step/weight_sum', [])
  const meanOver = (perSample: Tensor, weights: Tensor) =>
    divide(graph, sum(graph, multiply(graph, perSample, weights), [0]), weightSum)
  const loss = meanOver(losses.perSample, from.weights)
  const updates = layers.flatMap((made) => made.updates)
  const scalars = stepPlaceholders(graph)
  const teacherMomentum = objective.teacherMomentum && graph.placeholder('step/teacher_momentum', [])
  const common = {
    draws,
    weightSum,
    monitors: losses.monitors ?? {},
    scalars,
    ...(teacherMomentum ? { teacherMomentum } : {}),
  }

  const optimise = (gradients: ReadonlyMap<Variable, Tensor>, also: readonly GraphNode[]): GraphNode[] => {
    const pairs = parameters
      .trainable()
      .map((parameter) => ({ parameter, gradients: parameter.pieces.map((piece) => gradients.get(piece)!) }))
    const stepped = [...applyOptimiser(graph, optimiser, pairs, scalars), ...also]
    return teacherMomentum
      ? [...stepped, ...followStudent(graph, parameters, teacherMomentum, stepped)]
      : stepped
  }
  if (parts === 1) return { ...common, step: graph.after(loss, optimise(gradientsOf(loss, from), updates)) }

  // Several micro-batches: their gradients are added up, then the optimiser takes one step.
  let differentiated = loss
  let spanning: SpanningLoss | undefined
  if (losses.embeddings) {
    const [rows, dimensions] = losses.embeddings.shape as [number, number]
    const all = graph.placeholder('step/all_embeddings', [rows * parts, dimensions])
    const allWeights = graph.placeholder('step/all_weights', [batch * parts])
    const gradient = graph.placeholder('step/embeddings_gradient', [rows, dimensions])
    graph.watch(all)
    const whole = meanOver(objective.lossesOf!(graph, all, allWeights), allWeights)
    spanning = {
      embeddings: losses.embeddings,
      all,
      allWeights,
      loss: whole,
      allGradient: graph.gradients(whole, [all])[0]!,
      gradient,
    }
    // d(Σ z·∂L/∂z)/dw = ∂L/∂z·∂z/∂w: the chain rule with the outer part worked out beforehand.
    differentiated = sum(graph, multiply(graph, losses.embeddings, gradient), [0, 1])
  }
  const sums = new Map<Variable, Variable>()
  const adding: GraphNode[] = []
  for (const [variable, gradient] of gradientsOf(differentiated, from)) {
    const total = graph.variable(`accumulated/${variable.name}`, variable.shape, { derived: true })
    sums.set(variable, total)
    adding.push(
      graph.effect('AssignAddVariableOp', [total.handle, gradient], { dtype: ['type', dtypes.float32] }),
    )
  }
  const cleared = [...sums.values()].map((total) => graph.assign(total, zeros(graph, total.shape)))
  const applied = optimise(new Map([...sums].map(([variable, total]) => [variable, total.value])), [])
  const done = graph.scalar(0)
  return {
    ...common,
    step: graph.after(loss, [...adding, ...updates]),
    accumulation: { clear: graph.after(done, cleared), apply: graph.after(done, applied) },
    ...(spanning ? { spanning } : {}),
  }
}

function gradientsOf(loss: Tensor, { graph, parameters }: Ingredients): Map<Variable, Tensor> {
  const variables = parameters.trainable().flatMap(({ pieces }) => pieces)
  const gradients = graph.gradients(
    loss,
    variables.map((variable) => variable.value),
  )
  return new Map(
    variables.map((variable, index) => {
      const gradient = gradients[index]
      if (!gradient) throw new Error(`No gradient reaches ${variable.name}`)
      return [variable, gradient]
    }),
  )
}

/** teacher ← m·teacher + (1 − m)·student, batch-norm statistics included, once the student has `stepped`. */
function followStudent(
  graph: Graph,
  parameters: Parameters,
  momentum: Tensor,
  stepped: readonly GraphNode[],
): GraphNode[] {
  const way = elementwise(graph, 'Sub', graph.scalar(1), momentum)
  return [...parameters.all.values()].flatMap(({ copyOf, pieces }) => {
    if (!copyOf) return []
    const student = parameters.all.get(copyOf)!
    return pieces.map((piece, index) => {
      // One pass over the teacher's weights: teacher ← teacher − (1 − m)·(teacher − student).
      const behind = elementwise(graph, 'Sub', piece.value, graph.read(student.pieces[index], stepped))
      return graph.effect('ResourceApplyGradientDescent', [piece.handle, way, behind], {
        T: ['type', piece.dtype],
        use_locking: ['boolean', false],
      })
    })
  })
}
