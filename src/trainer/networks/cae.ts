import type { Tensor } from '../graph/graph.ts'
import type { Layers } from '../layers/layers.ts'

/**
 * The convolutional autoencoder that learns normal sinuses: 5³ convolutions down to an eighth of the edge, a fully
 * connected bottleneck, and back. The last convolution also has batch norm and leaky ReLU, at half resolution, and
 * only then is upsampled; there is no sigmoid. 2,744,775 parameters at 64³ and latent 512.
 * Source: method-spec 3.1.
 *
 * @param x       [batch, d, d, d, 1], 0…1, d divisible by 8.
 * @param latent  Size of the bottleneck.
 * @returns       [batch, d, d, d, 1] float32, about 0…1.
 */
export function cae(layers: Layers, x: Tensor, latent: number): Tensor {
  const step = (input: Tensor, name: string, channels: number, stride: 1 | 2) =>
    layers.convolutionNorm(
      input,
      { convolution: `${name}.0`, norm: `${name}.1` },
      { channels, kernel: 5, stride, activation: 'leaky-relu', bias: true },
    )

  let y = layers.input(x)
  y = step(y, 'encoder.0', 16, 2)
  y = step(y, 'encoder.1', 32, 2)
  y = step(y, 'encoder.2', 64, 2)
  y = layers.projection(y, 'encoder.3', 4)
  const d = y.shape[1]
  const code = layers.flattenDense(y, 'latent', latent)
  y = layers.denseUnflatten(code, 'expand', d, 4)
  y = layers.projection(y, 'decoder.0', 64)
  y = layers.upsample(step(y, 'decoder.1', 32, 1))
  y = layers.upsample(step(y, 'decoder.2', 16, 1))
  y = layers.upsample(step(y, 'decoder.3', 1, 1))
  return layers.output(y)
}
