import type { Tensor } from '../graph/graph.ts'
import type { EncoderLayers } from '../layers/layers.ts'

/** Encoder outputs from fine to coarse: stem and the four stages, edges d/2, d/4, d/8, d/16, d/32. */
export type EncoderFeatures = [stem: Tensor, stage1: Tensor, stage2: Tensor, stage3: Tensor, stage4: Tensor]

/**
 * 3-D ResNet-18: stem 7³ stride 2, max-pool, four stages of two basic blocks with widths w, 2w, 4w, 8w; plain identity
 * or 1×1×1 shortcuts (method-spec D12). 33,160,000 parameters at width 64.
 * Source: paper section 2.3; He et al. 2016; parameter names as torchvision's.
 *
 * @param x  Output of `layers.input`, [batch, d, d, d, 1], d divisible by 32.
 */
export function encoder(layers: EncoderLayers, x: Tensor, width: number, name = 'encoder'): EncoderFeatures {
  const stem = layers.convolutionNorm(
    x,
    { convolution: `${name}.conv1`, norm: `${name}.bn1` },
    { channels: width, kernel: 7, stride: 2, activation: 'relu' },
  )
  const stage = (input: Tensor, index: number, stride: 1 | 2) => {
    const channels = width * 2 ** (index - 1)
    const first = basicBlock(layers, input, `${name}.layer${index}.0`, channels, stride)
    return basicBlock(layers, first, `${name}.layer${index}.1`, channels, 1)
  }
  const stage1 = stage(layers.maxPool(stem), 1, 1)
  const stage2 = stage(stage1, 2, 2)
  const stage3 = stage(stage2, 3, 2)
  const stage4 = stage(stage3, 4, 2)
  return [stem, stage1, stage2, stage3, stage4]
}

/** conv3-BN-ReLU-conv3-BN plus shortcut, then ReLU. */
function basicBlock(layers: EncoderLayers, x: Tensor, name: string, channels: number, stride: 1 | 2): Tensor {
  const inner = layers.convolutionNorm(
    x,
    { convolution: `${name}.conv1`, norm: `${name}.bn1` },
    { channels, kernel: 3, stride, activation: 'relu' },
  )
  const changes = stride !== 1 || x.shape[4] !== channels
  const shortcut = changes
    ? layers.convolutionNorm(
        x,
        { convolution: `${name}.downsample.0`, norm: `${name}.downsample.1` },
        { channels, kernel: 1, stride, activation: 'none' },
      )
    : x
  return layers.convolutionNorm(
    inner,
    { convolution: `${name}.conv2`, norm: `${name}.bn2` },
    { channels, kernel: 3, activation: 'relu', shortcut },
  )
}
