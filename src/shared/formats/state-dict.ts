import { AntrumError } from '../ipc/error.ts'
import { printable } from './damaged.ts'
import { readSafetensors } from './safetensors.ts'
import type { FileTensor } from './tensor.ts'
import { isTorchZip, readTorchLegacy, readTorchZip } from './torch-file.ts'
import { TorchTensor } from './torch-tensor.ts'
import type { InflateRaw } from './zip.ts'

/** The named tensors of a weights file, whatever its form. */
export interface StateDict {
  form: 'PyTorch, zip' | 'PyTorch, legacy' | 'safetensors'
  tensors: Map<string, FileTensor>
  /** What stands beside the weights: optimiser state, epoch, … */
  beside: string[]
}

/** Under these names training scripts keep the weights when they save more than those. */
const wrappers = ['state_dict', 'model_state_dict']

/**
 * Reads a weights file: PyTorch's zip form or legacy form, or safetensors, told apart by content. Values of PyTorch files
 * stay in `bytes` until they are read.
 *
 * @throws AntrumError 'unreadable-file' when damaged, 'unsupported-file' when it is none of these, holds no weights or
 *   asks for more than building tensors.
 */
export function readStateDict(bytes: Uint8Array, inflateRaw: InflateRaw): StateDict {
  if (isTorchZip(bytes)) return unwrap('PyTorch, zip', readTorchZip(bytes, inflateRaw))
  // The JSON header starts after eight bytes of length.
  if (bytes[8] === 0x7b) {
    const tensors = new Map<string, FileTensor>()
    for (const [name, { dtype, shape, data }] of readSafetensors(bytes))
      tensors.set(name, { dtype, shape, read: () => data })
    return { form: 'safetensors', tensors, beside: [] }
  }
  const legacy = readTorchLegacy(bytes)
  if (legacy) return unwrap('PyTorch, legacy', legacy.content)
  throw new AntrumError(
    'unsupported-file',
    'This is not a file of weights: Antrum reads checkpoints of PyTorch (.pth, .pt) and safetensors.',
  )
}

function unwrap(form: StateDict['form'], content: unknown): StateDict {
  if (!(content instanceof Map)) {
    throw new AntrumError(
      'unsupported-file',
      'This checkpoint holds something other than a dict of named tensors. Save the state_dict() of the network.',
    )
  }
  const wrapper = wrappers.find((name) => content.get(name) instanceof Map)
  const weights = wrapper ? (content.get(wrapper) as Map<unknown, unknown>) : content
  const named = [...weights].filter(([name]) => typeof name === 'string') as [string, unknown][]
  const tensors = new Map(
    named.filter((entry): entry is [string, TorchTensor] => entry[1] instanceof TorchTensor),
  )
  const texts = (keys: Iterable<unknown>) => [...keys].filter((key): key is string => typeof key === 'string')
  if (tensors.size === 0) {
    const found = texts(content.keys())
      .slice(0, 5)
      .map((key) => printable(key, 40))
    throw new AntrumError(
      'unsupported-file',
      `This checkpoint holds no named tensors, at its top or under ${wrappers.join(' or ')}; it has ${found.join(', ') || 'nothing'}. Save the state_dict() of the network.`,
    )
  }
  const beside = wrapper ? texts(content.keys()).filter((key) => key !== wrapper) : []
  return {
    form,
    tensors,
    beside: [...beside, ...named.filter(([name]) => !tensors.has(name)).map(([name]) => name)],
  }
}
