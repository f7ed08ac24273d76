import type { Tensor } from '../graph/graph.ts'
import type { Layers } from '../layers/layers.ts'
import { encoder } from './encoder.ts'

/**
 * The pretraining network: encoder, and a decoder that mirrors it (trilinear ×2, concatenated skip, one basic block
 * per scale, a dedicated block each), 3³ output convolution at full resolution. Linear output (logits for BCE).
 * Source: paper section 2.3, method-spec section 4 (→ lines).
 *
 * @param x  [batch, d, d, d, 1], 0…1, d divisible by 32.
 * @returns  [batch, d, d, d, 1] float32.
 */
export function unet(layers: Layers, x: Tensor, width: number): Tensor {
  const [stem, stage1, stage2, stage3, stage4] = encoder(layers, layers.input(x), width)
  let y = decoderBlock(layers, stage4, stage3, 'up4', 4 * width)
  y = decoderBlock(layers, y, stage2, 'up3', 2 * width)
  y = decoderBlock(layers, y, stage1, 'up2', width)
  y = decoderBlock(layers, y, stem, 'up1', width)
  return layers.output(layers.upsampledOutput(y, 'out'))
}

/** A basic block over concat(upsampled low, skip), or over the upsampled low alone. */
export function decoderBlock(
  layers: Layers,
  low: Tensor,
  skip: Tensor | null,
  name: string,
  channels: number,
): Tensor {
  const inner = layers.upsampledConvolutionNorm(
    low,
    skip,
    { convolution: `${name}.conv1`, norm: `${name}.bn1` },
    { channels, kernel: 3, activation: 'relu' },
  )
  const shortcut = layers.upsampledConvolutionNorm(
    low,
    skip,
    { convolution: `${name}.downsample.0`, norm: `${name}.downsample.1` },
    { channels, kernel: 1, activation: 'none' },
  )
  return layers.convolutionNorm(
    inner,
    { convolution: `${name}.conv2`, norm: `${name}.bn2` },
    { channels, kernel: 3, activation: 'relu', shortcut },
  )
}
