import type { Tensor } from '../graph/graph.ts'
import { concat } from '../graph/operations.ts'
import type { ClassifierLayers, Layers } from '../layers/layers.ts'
import { encoder } from '../networks/encoder.ts'

/** [batch, d, d, d, 1] → what pretraining methods and the classifier see of a volume: [batch, 8·width] float32. */
export const embedding = (layers: ClassifierLayers, x: Tensor, width: number): Tensor =>
  layers.globalAverage(encoder(layers, layers.input(x), width)[4])

/** The same of all four stages beside each other: [batch, (1 + 2 + 4 + 8)·width] float32. */
export const embeddings = (layers: Layers, x: Tensor, width: number): Tensor => {
  const [, ...stages] = encoder(layers, layers.input(x), width)
  return concat(
    layers.graph,
    stages.map((stage) => layers.globalAverage(stage)),
    1,
  )
}

/**
 * Two fully connected layers with ReLU between them: `<name>.0`, `<name>.1` (batch norm where asked for), `<name>.3`,
 * and `<name>.4` for a batch norm behind the last.
 */
export function head(
  layers: Layers,
  x: Tensor,
  name: string,
  {
    hidden,
    out,
    norm = false,
    outNorm = false,
  }: { hidden: number; out: number; norm?: boolean; outNorm?: boolean },
): Tensor {
  let y = layers.dense(x, `${name}.0`, hidden, norm ? 'none' : 'relu')
  if (norm) y = layers.featureNorm(y, `${name}.1`, 'relu')
  y = layers.dense(y, `${name}.3`, out, 'none')
  return outNorm ? layers.featureNorm(y, `${name}.4`, 'none') : y
}
