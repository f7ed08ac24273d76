/** A parameter or running statistic of the encoder. */
export interface TrunkParameter {
  /** Without the leading `encoder.`, as torchvision names it. */
  name: string
  /** PyTorch's: (out, in, D, H, W) for kernels. */
  shape: readonly number[]
  /** Belongs to a 1×1×1 convolution on a shortcut, which networks with parameterless shortcuts lack. */
  ofShortcut: boolean
}

/**
 * Every tensor of the 3-D ResNet-18 of `src/trainer/networks/encoder.ts`: 100, of which 15 on shortcuts. Told once more
 * here because the core, which never loads the trainer, must judge a weights file too; a test holds the two together.
 *
 * @param width  Channels of the stem.
 */
export function encoderTrunk(width: number): TrunkParameter[] {
  const parameters: TrunkParameter[] = []
  const convolutionNorm = (kernel: string, norm: string, shape: number[], ofShortcut = false) => {
    parameters.push({ name: `${kernel}.weight`, shape, ofShortcut })
    for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
      parameters.push({ name: `${norm}.${part}`, shape: [shape[0]], ofShortcut })
  }
  convolutionNorm('conv1', 'bn1', [width, 1, 7, 7, 7])
  for (let stage = 1; stage <= 4; stage++) {
    const outputs = width * 2 ** (stage - 1)
    const inputs = stage === 1 ? outputs : outputs / 2
    for (const block of [0, 1]) {
      const name = `layer${stage}.${block}`
      const entering = block === 0 ? inputs : outputs
      convolutionNorm(`${name}.conv1`, `${name}.bn1`, [outputs, entering, 3, 3, 3])
      if (entering !== outputs)
        convolutionNorm(`${name}.downsample.0`, `${name}.downsample.1`, [outputs, entering, 1, 1, 1], true)
      convolutionNorm(`${name}.conv2`, `${name}.bn2`, [outputs, outputs, 3, 3, 3])
    }
  }
  return parameters
}
