import type { Tensor } from '../graph/graph.ts'
import type { ClassifierLayers } from '../layers/layers.ts'
import { encoder } from './encoder.ts'

/**
 * Encoder, global average, 8w → 4w → ReLU → 2 logits (normal, anomalous).
 * Source: paper section 2.7, method-spec section 6.
 *
 * @param x  [batch, d, d, d, 1], 0…1, d divisible by 32.
 * @returns  [batch, 2] float32.
 */
export function classifier(layers: ClassifierLayers, x: Tensor, width: number): Tensor {
  return classificationHead(layers, encoder(layers, layers.input(x), width)[4], width)
}

/** The part behind the encoder: [batch, d/32, d/32, d/32, 8·width] → [batch, 2] float32. */
export function classificationHead(
  layers: Pick<ClassifierLayers, 'globalAverage' | 'dense'>,
  features: Tensor,
  width: number,
): Tensor {
  const hidden = layers.dense(layers.globalAverage(features), 'head.0', 4 * width, 'relu')
  return layers.dense(hidden, 'head.2', 2, 'none')
}
