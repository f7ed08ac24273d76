import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { loadTensorFlow, type Binding, type TensorHandle } from '../tensorflow.ts'
import { sizeOf, type Graph, type Tensor, type Variable } from './graph.ts'
import { savedModel } from './saved-model.ts'

export type HostArray = Float32Array | Int32Array
export type Feeds = readonly (readonly [Tensor, HostArray, (readonly number[])?])[]

const tensorName = ({ node, output }: Tensor) => `${node.name}:${output}`

/**
 * A finished graph with its variables, ready to run: one call per step.
 * The first run of each set of results costs a second or two (TensorFlow optimises the graph for it).
 */
export class Session {
  private readonly binding: Binding
  private readonly id: number
  private readonly held: Variable[]
  private readonly assignments: [Variable, Tensor][]
  private readonly assigned: Tensor | undefined

  constructor(graph: Graph) {
    this.binding = loadTensorFlow().binding
    // Variables are written through one placeholder each, all in one call.
    this.held = [...graph.variables.values()].filter((variable) => !variable.derived)
    this.assignments = this.held.map((variable) => [
      variable,
      graph.placeholder(`write/${variable.name}`, variable.shape),
    ])
    if (this.held.length) {
      const effects = this.assignments.map(([variable, value]) => graph.assign(variable, value))
      this.assigned = graph.after(graph.scalar(0), effects)
    }
    const folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-graph-'))
    try {
      writeFileSync(path.join(folder, 'saved_model.pb'), savedModel(graph.nodes))
      this.id = this.binding.loadSavedModel(folder, 'serve')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /**
   * Runs what `fetches` need, once, and copies the results out.
   *
   * @throws AntrumError 'out-of-memory' when TensorFlow cannot allocate; 'shape-mismatch' for feeds of a wrong length.
   */
  run(feeds: Feeds, fetches: readonly Tensor[]): HostArray[] {
    const ids: number[] = []
    let results: TensorHandle[] = []
    try {
      for (const [tensor, data, shape] of feeds) {
        const given = shape ?? tensor.shape
        if (sizeOf(given) !== data.length) {
          throw new AntrumError(
            'shape-mismatch',
            `${tensor.node.name} wants ${given.join('×')} values, ${data.length} were given.`,
          )
        }
        ids.push(this.binding.createTensor(given, tensor.dtype, data))
      }
      const inputNames = feeds.map(([tensor]) => tensorName(tensor)).join(',')
      results = this.binding.runSavedModel(this.id, ids, inputNames, fetches.map(tensorName).join(','))
      return results.map((result) => this.binding.tensorDataSync(result.id) as HostArray)
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      if (/OOM|out of memory|bad_alloc|Resource exhausted|failed to allocate/i.test(message)) {
        throw new AntrumError(
          'out-of-memory',
          `TensorFlow ran out of memory: ${message.slice(0, 300)}`,
          undefined,
          { cause },
        )
      }
      throw cause
    } finally {
      for (const id of ids) this.binding.deleteTensor(id)
      for (const { id } of results) this.binding.deleteTensor(id)
    }
  }

  /** Current values of the variables, by name. */
  read(names: readonly string[] = this.held.map((variable) => variable.name)): Map<string, Float32Array> {
    const wanted = new Set(names)
    const variables = this.held.filter((variable) => wanted.has(variable.name))
    if (!variables.length) return new Map()
    const values = this.run(
      [],
      variables.map((variable) => variable.value),
    )
    return new Map(variables.map((variable, index) => [variable.name, values[index] as Float32Array]))
  }

  /** Sets every variable: those in `values`, all others to zero. */
  write(values: ReadonlyMap<string, Float32Array>): void {
    if (!this.assigned) return
    for (const name of values.keys()) {
      if (!this.held.some((variable) => variable.name === name))
        throw new Error(`The graph has no variable ${name}`)
    }
    const feeds = this.assignments.map(
      ([variable, placeholder]) =>
        [placeholder, values.get(variable.name) ?? new Float32Array(sizeOf(variable.shape))] as const,
    )
    this.run(feeds, [this.assigned])
  }

  dispose(): void {
    this.binding.deleteSavedModel(this.id)
  }
}
