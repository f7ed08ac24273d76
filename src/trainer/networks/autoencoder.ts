import type { Tensor } from '../graph/graph.ts'
import type { Layers } from '../layers/layers.ts'
import { encoder } from './encoder.ts'
import { decoderBlock } from './unet.ts'

/**
 * The `autoencoder` pretraining network: the U-Net's encoder and decoder without skip connections (with them an
 * autoencoder is trivial: method-spec D13). Linear output.
 *
 * @param x  [batch, d, d, d, 1], 0…1, d divisible by 32.
 * @returns  [batch, d, d, d, 1] float32.
 */
export function autoencoder(layers: Layers, x: Tensor, width: number): Tensor {
  let y = encoder(layers, layers.input(x), width)[4]
  y = decoderBlock(layers, y, null, 'up4', 4 * width)
  y = decoderBlock(layers, y, null, 'up3', 2 * width)
  y = decoderBlock(layers, y, null, 'up2', width)
  y = decoderBlock(layers, y, null, 'up1', width)
  return layers.output(layers.upsampledOutput(y, 'out'))
}
