import { AntrumError } from '../ipc/error.ts'
import type { ForeignTensor } from '../formats/torch-file.ts'

/** What became of every tensor when somebody else's encoder was laid over ours. */
export interface LayerMap {
  matched: { from: string; to: string; shape: number[] }[]
  /** Ours that stay fresh, and why. */
  missing: { to: string; shape: number[]; reason: string }[]
  /** The file's that are not used, and why. */
  unused: { from: string; reason: string }[]
  /** How the file's shortcuts change width: `A` by padding with zeros (no parameters), `B` by a 1×1×1 convolution. */
  shortcut: 'A' | 'B'
  /** Channels of the first stage. */
  width: number
  notes: string[]
}

export interface MappedEncoder {
  /** Under our names, `encoder.…`. */
  weights: Map<string, ForeignTensor>
  map: LayerMap
}

/** Parameters and buffers of a 3-D ResNet-18 encoder in PyTorch's shapes (src/trainer/networks/encoder.ts). */
export function encoderShapes(width: number): Map<string, number[]> {
  const shapes = new Map<string, number[]>()
  const norm = (name: string, channels: number) => {
    for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
      shapes.set(`encoder.${name}.${part}`, [channels])
  }
  const convolution = (name: string, out: number, inputs: number, k: number) =>
    shapes.set(`encoder.${name}.weight`, [out, inputs, k, k, k])
  convolution('conv1', width, 1, 7)
  norm('bn1', width)
  for (let stage = 1, inputs = width; stage <= 4; stage++) {
    const channels = width * 2 ** (stage - 1)
    for (const block of [0, 1]) {
      const name = `layer${stage}.${block}`
      convolution(`${name}.conv1`, channels, inputs, 3)
      norm(`${name}.bn1`, channels)
      convolution(`${name}.conv2`, channels, channels, 3)
      norm(`${name}.bn2`, channels)
      if (inputs !== channels) {
        convolution(`${name}.downsample.0`, channels, inputs, 1)
        norm(`${name}.downsample.1`, channels)
      }
      inputs = channels
    }
  }
  return shapes
}

/**
 * Lays the tensors of a MedicalNet ResNet-18 (or any file that names its layers like torchvision) over our encoder.
 *
 * Convolutions and batch norms have to fit one by one. What may be missing is the 1×1×1 convolutions of the shortcuts:
 * MedicalNet's ResNet-18 has shortcuts without parameters. Its third and fourth stage keep their resolution and dilate
 * instead of halving it, which weights do not show: they serve all the same, but see other distances.
 *
 * @param width  Of the encoder that is wanted.
 * @throws AntrumError 'shape-mismatch' or 'unsupported-file', with the reason, when the trunk cannot be taken over.
 */
export function mapEncoder(tensors: ReadonlyMap<string, ForeignTensor>, width: number): MappedEncoder {
  const plain = new Map(
    [...tensors].map(([name, tensor]) => [
      name.replace(/^(module\.|model\.|encoder\.|backbone\.)+/, ''),
      { name, tensor },
    ]),
  )
  const stem = plain.get('conv1.weight')?.tensor
  if (!stem || stem.shape.length !== 5)
    throw refuse('unsupported-file', 'it has no three-dimensional first convolution "conv1.weight"')
  if ([...plain.keys()].some((name) => /^layer\d\.\d+\.conv3\./.test(name)))
    throw refuse(
      'unsupported-file',
      'its blocks have three convolutions: it is a ResNet-50 or deeper. A ResNet-18 is needed',
    )
  const blocks = [1, 2, 3, 4].map(
    (stage) =>
      new Set(
        [...plain.keys()].flatMap((name) => new RegExp(`^layer${stage}\\.(\\d+)\\.`).exec(name)?.[1] ?? []),
      ).size,
  )
  if (blocks.join() !== '2,2,2,2')
    throw refuse(
      'unsupported-file',
      `its stages have ${blocks.join(', ')} blocks; a ResNet-18 has 2, 2, 2, 2`,
    )
  if (stem.shape[1] !== 1)
    throw refuse('shape-mismatch', `its first convolution wants ${stem.shape[1]} channels; a sinus has one`)
  if (stem.shape[0] !== width)
    throw refuse(
      'shape-mismatch',
      `its first stage has ${stem.shape[0]} channels and the recipe's encoder ${width}. Use --set width=${stem.shape[0]}`,
    )

  const shapes = encoderShapes(width)
  const shortcut = [...plain.keys()].some((name) => name.includes('.downsample.')) ? 'B' : 'A'
  const weights = new Map<string, ForeignTensor>()
  const map: LayerMap = { matched: [], missing: [], unused: [], shortcut, width, notes: [] }
  for (const [to, shape] of shapes) {
    const found = plain.get(to.slice('encoder.'.length))
    if (!found) {
      if (!to.includes('.downsample.'))
        throw refuse('unsupported-file', `${to.slice('encoder.'.length)} is missing from it`)
      map.missing.push({
        to,
        shape,
        reason: 'the file’s shortcuts have no parameters (type A): it starts fresh',
      })
    } else if (found.tensor.shape.join() !== shape.join()) {
      throw refuse(
        'shape-mismatch',
        `${found.name} is ${found.tensor.shape.join('×')} and should be ${shape.join('×')}`,
      )
    } else {
      if (!found.tensor.data.every(Number.isFinite))
        throw refuse('unsupported-file', `${found.name} holds numbers that are not finite`)
      weights.set(to, found.tensor)
      map.matched.push({ from: found.name, to, shape })
    }
  }
  for (const [name, { name: from }] of plain) {
    if (shapes.has(`encoder.${name}`)) continue
    const reason = name.endsWith('num_batches_tracked')
      ? 'a counter we do not need'
      : /^(conv_seg|fc|classifier|head)\b/.test(name)
        ? 'the head of its own task'
        : 'not a part of the encoder'
    map.unused.push({ from, reason })
  }
  if (shortcut === 'A')
    map.notes.push('Shortcuts of type A: the 1×1×1 convolutions of ours that change width start fresh.')
  map.notes.push(
    'If this is MedicalNet: its stages 3 and 4 dilate by 2 and 4 instead of halving; the same kernels see other distances here.',
  )
  return { weights, map }
}

const refuse = (code: 'unsupported-file' | 'shape-mismatch', reason: string) =>
  new AntrumError(code, `These weights do not fit the encoder: ${reason}.`)
