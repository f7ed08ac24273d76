/** TensorFlow's numbers for the types the engine uses. */
export const dtypes = { float32: 1, int32: 3, boolean: 10, bfloat16: 14, resource: 20 } as const
export type DType = (typeof dtypes)[keyof typeof dtypes]

export type Shape = readonly number[]
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)

export type Attribute =
  | ['string', string]
  | ['integer', number]
  | ['float', number]
  | ['boolean', boolean]
  | ['type', DType]
  | ['shape', Shape | null]
  | ['tensor', { dtype: DType; shape: Shape; bytes: Uint8Array }]
  | ['integers', readonly number[]]
  | ['strings', readonly string[]]

export interface GraphNode {
  name: string
  operation: string
  inputs: readonly Tensor[]
  controls: readonly GraphNode[]
  attributes: Record<string, Attribute>
}

/** One output of a node, with the shape and type we know it will have. A size of −1 is known only at run time. */
export interface Tensor {
  node: GraphNode
  output: number
  shape: Shape
  dtype: DType
}

/** State that lives in the session between steps. */
export interface Variable {
  name: string
  shape: Shape
  dtype: DType
  /** Computed from others inside the session: not part of what is saved and loaded. */
  derived: boolean
  handle: Tensor
  /** The value at the start of the step. */
  value: Tensor
}

const tensorKey = ({ node, output }: Tensor) => `${node.name}:${output}`

/**
 * Given the gradients of a recorded operation's outputs (null where none arrives), says per input how to build its
 * gradient. Only those that lead to a trainable variable are built.
 */
export type Backward = (outputGradients: (Tensor | null)[]) => ((() => Tensor | null) | null)[]

interface TapeEntry {
  inputs: readonly Tensor[]
  outputs: readonly Tensor[]
  backward: Backward
}

/**
 * A TensorFlow graph under construction, with the tape that differentiates it.
 *
 * A training step is built once (forward, gradients, optimiser, running statistics), written as a SavedModel and then
 * run with one call per step: no JavaScript per operation, buffers freed as the graph runs, any dtype.
 */
export class Graph {
  readonly nodes: GraphNode[] = []
  readonly variables = new Map<string, Variable>()
  private readonly counts = new Map<string, number>()
  private readonly constants = new Map<string, Tensor>()
  private readonly tape: TapeEntry[] = []
  private readonly differentiable = new Set<string>()

  /** Adds an operation; `outputs` states shape and type of each result. */
  node(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    outputs: readonly (readonly [Shape, DType])[],
    options: { controls?: readonly GraphNode[]; name?: string } = {},
  ): Tensor[] {
    const { node } = this.add(operation, inputs, attributes, options)
    return outputs.map(([shape, dtype], output) => ({ node, output, shape, dtype }))
  }

  /** An operation run for its effect; returns the node to depend on. */
  effect(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    controls: readonly GraphNode[] = [],
  ): GraphNode {
    return this.add(operation, inputs, attributes, { controls }).node
  }

  private add(
    operation: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    { controls = [], name }: { controls?: readonly GraphNode[]; name?: string },
  ): { node: GraphNode } {
    const count = (this.counts.get(operation) ?? 0) + 1
    this.counts.set(operation, count)
    const node = {
      name: name ?? `${operation.replace(/^_/, '')}_${count}`,
      operation,
      inputs,
      controls,
      attributes,
    }
    this.nodes.push(node)
    return { node }
  }

  /** A constant; small equal ones are shared. */
  constant(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
    const bytes = encode(values, dtype)
    const key =
      bytes.length <= 256 ? `${dtype}|${shape.join()}|${Buffer.from(bytes).toString('hex')}` : undefined
    const known = key && this.constants.get(key)
    if (known) return known
    const attributes: Record<string, Attribute> = {
      dtype: ['type', dtype],
      value: ['tensor', { dtype, shape, bytes }],
    }
    const [tensor] = this.node('Const', [], attributes, [[shape, dtype]])
    if (key) this.constants.set(key, tensor)
    return tensor
  }

  scalar(value: number, dtype: DType = dtypes.float32): Tensor {
    return this.constant([value], [], dtype)
  }

  integers(values: readonly number[]): Tensor {
    return this.constant(values, [values.length], dtypes.int32)
  }

  /** What a step is fed with. */
  placeholder(name: string, shape: Shape, dtype: DType = dtypes.float32): Tensor {
    return this.node(
      'Placeholder',
      [],
      { dtype: ['type', dtype], shape: ['shape', shape] },
      [[shape, dtype]],
      { name },
    )[0]
  }

  /** A variable, made on first use and shared by name afterwards. Gradients flow to trainable ones only. */
  variable(
    name: string,
    shape: Shape,
    {
      trainable = false,
      derived = false,
      dtype = dtypes.float32,
    }: { trainable?: boolean; derived?: boolean; dtype?: DType } = {},
  ): Variable {
    const known = this.variables.get(name)
    if (known) {
      if (known.shape.join() !== shape.join())
        throw new Error(`Variable ${name} has shape ${known.shape.join('×')}, not ${shape.join('×')}`)
      return known
    }
    const attributes: Record<string, Attribute> = {
      dtype: ['type', dtype],
      shape: ['shape', shape],
      shared_name: ['string', name],
      container: ['string', ''],
    }
    const [handle] = this.node('VarHandleOp', [], attributes, [[[], dtypes.resource]], {
      name: `var/${name}`,
    })
    const [value] = this.node('ReadVariableOp', [handle], { dtype: ['type', dtype] }, [[shape, dtype]], {
      name: `read/${name}`,
    })
    const variable = { name, shape, dtype, derived, handle: handle, value: value }
    this.variables.set(name, variable)
    if (trainable) this.differentiable.add(tensorKey(value))
    return variable
  }

  assign(variable: Variable, value: Tensor, controls: readonly GraphNode[] = []): GraphNode {
    return this.effect(
      'AssignVariableOp',
      [variable.handle, value],
      { dtype: ['type', variable.dtype], validate_shape: ['boolean', false] },
      controls,
    )
  }

  /** The variable's value once `effects` have happened. */
  read(variable: Variable, effects: readonly GraphNode[]): Tensor {
    return this.node(
      'ReadVariableOp',
      [variable.handle],
      { dtype: ['type', variable.dtype] },
      [[variable.shape, variable.dtype]],
      { controls: effects },
    )[0]
  }

  /** Lets gradients be taken of something that is no variable. */
  watch(tensor: Tensor): void {
    this.differentiable.add(tensorKey(tensor))
  }

  /** `value`, available only after `effects` have happened. */
  after(value: Tensor, effects: readonly GraphNode[]): Tensor {
    const all = this.effect('NoOp', [], {}, effects)
    return this.node('Identity', [value], { T: ['type', value.dtype] }, [[value.shape, value.dtype]], {
      controls: [all],
    })[0]
  }

  /** Remembers how to differentiate what was just built. */
  record(inputs: readonly Tensor[], outputs: readonly Tensor[], backward: Backward): void {
    if (!inputs.some((input) => this.differentiable.has(tensorKey(input)))) return
    for (const output of outputs) this.differentiable.add(tensorKey(output))
    this.tape.push({ inputs, outputs, backward })
  }

  /**
   * Reverse-mode gradients of a scalar.
   *
   * @returns One tensor per entry of `of`; null where the scalar does not depend on it.
   */
  gradients(scalar: Tensor, of: readonly Tensor[]): (Tensor | null)[] {
    const gradients = new Map<string, Tensor>([[tensorKey(scalar), this.scalar(1)]])
    for (const { inputs, outputs, backward } of this.tape.toReversed()) {
      const outputGradients = outputs.map((tensor) => gradients.get(tensorKey(tensor)) ?? null)
      if (outputGradients.every((gradient) => gradient === null)) continue
      backward(outputGradients).forEach((build, index) => {
        const input = inputs[index]
        if (!build || !this.differentiable.has(tensorKey(input))) return
        const gradient = build()
        if (!gradient) return
        const sum = gradients.get(tensorKey(input))
        gradients.set(
          tensorKey(input),
          sum
            ? this.node('AddV2', [sum, gradient], { T: ['type', input.dtype] }, [
                [input.shape, input.dtype],
              ])[0]
            : gradient,
        )
      })
    }
    return of.map((tensor) => gradients.get(tensorKey(tensor)) ?? null)
  }
}

function encode(values: ArrayLike<number>, dtype: DType): Uint8Array {
  if (dtype === dtypes.float32) return new Uint8Array(Float32Array.from(values).buffer)
  if (dtype === dtypes.int32) return new Uint8Array(Int32Array.from(values).buffer)
  if (dtype === dtypes.bfloat16) return new Uint8Array(toBfloat16(Float32Array.from(values)).buffer)
  throw new Error(`No constants of type ${dtype}`)
}

/** Upper half of each float32, rounded to nearest, ties to even. */
function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer)
  return Uint16Array.from(bits, (b) => (b + 0x7fff + ((b >>> 16) & 1)) >>> 16)
}
