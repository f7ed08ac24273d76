import { createRequire } from 'node:module'
import os from 'node:os'
import type * as TensorFlowJs from '@tensorflow/tfjs-node-gpu'
import { AntrumError } from '../shared/ipc/error.ts'

/** A tensor living in TensorFlow, by its handle; whoever receives one deletes it. */
export interface TensorHandle {
  id: number
  shape: number[]
  dtype: number
}

/** The part of tfjs-node's native addon that the engine drives directly. */
export interface Binding {
  TF_Version: string
  createTensor(shape: readonly number[], dtype: number, data: Float32Array | Int32Array | Uint8Array): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
  /** Names are `node:output`, comma separated. Blocks until the step is finished. */
  runSavedModel(id: number, inputIds: number[], inputNames: string, outputNames: string): TensorHandle[]
  getNumOfTensors(): number
}

export interface TensorFlow {
  binding: Binding
  /** tfjs itself: the oracle of the tests, and the proof that the addon works. */
  tf: typeof TensorFlowJs
}

let loaded: (TensorFlow & { threads: number }) | undefined

/**
 * Threads that share one operation of a training on cubes of this edge. Two operations run at a time; on small cubes each is
 * over before a second thread has come to help, so they share the cores: steps on 32³ cubes take 0.8 as long, on 64³ cubes
 * (every core for each) they would take 1.1 (docs/performance.md). A rule rather than a measurement: results depend on the
 * number of threads in their last bits, and a stage has to give the same twice.
 */
export const trainingThreads = (voxels: number, cores = os.availableParallelism()): number =>
  voxels <= 32 ? Math.ceil(cores / 2) : cores

/**
 * Loads tfjs-node with its native addon, once per process.
 *
 * Environment first, because TensorFlow reads it when its library is loaded: deterministic kernels, quiet log, and
 * the threads that share an operation (`threads`, by default one per core this process may use).
 *
 * @throws AntrumError 'engine-missing' when the addon or libtensorflow is not there; 'invalid-state' when it was loaded with
 *   another number of threads.
 */
export function loadTensorFlow({ threads }: { threads?: number } = {}): TensorFlow {
  if (loaded) {
    if (threads === undefined || threads === loaded.threads) return loaded
    throw new AntrumError(
      'invalid-state',
      `TensorFlow computes with ${loaded.threads} threads in this process and ${threads} are wanted: start another one.`,
    )
  }
  const require = createRequire(import.meta.url)
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  process.env.TF_DETERMINISTIC_OPS ??= '1'
  threads ??= os.availableParallelism()
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads)
  // Two operations at a time: the gradients by input and by kernel, and the optimiser's updates, do not wait for each
  // other. Measured on two cores against one at a time: steps on 32³ cubes take 0.7, on 64³ cubes 0.75 to 1 as long.
  process.env.TF_NUM_INTEROP_THREADS ??= '2'

  // tfjs-node 4.22 calls these two, which Node 23 removed.
  const util = require('node:util') as Record<string, unknown>
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  util.isArray ??= Array.isArray

  const warn = console.warn
  console.warn = () => undefined // "Hi there, looks like you are running TensorFlow.js in Node.js"
  try {
    const tf = require('@tensorflow/tfjs-node-gpu') as typeof TensorFlowJs
    const backend = tf.backend() as unknown as { binding: Binding }
    loaded = { tf, binding: backend.binding, threads }
    return loaded
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new AntrumError(
      'engine-missing',
      `TensorFlow could not be loaded (${reason}). Run "npm run setup".`,
      undefined,
      { cause },
    )
  } finally {
    console.warn = warn
  }
}
