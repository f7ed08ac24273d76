import type { MethodSettings } from '../../shared/domain/stage.ts'
import { dtypes, type Attribute } from '../graph/graph.ts'
import { elementwise } from '../graph/operations.ts'
import { unet } from '../networks/unet.ts'
import type { Objective } from '../objectives/objective.ts'
import { reconstruction } from '../objectives/reconstruction.ts'

/**
 * Reconstruct a clean sinus from one with strong Gaussian noise, mean L1. The noise is added to every input after
 * augmentation, in validation too, and never to the target. U-Net with skip connections: noise cannot pass for signal.
 * Source: paper section 2.6, method-spec 5.1; details in docs/methods/denoising.md.
 */
export const denoising = (width: number, { noise }: MethodSettings['denoising']): Objective =>
  reconstruction({
    edgeMultiple: 32,
    loss: 'l1',
    network: (layers, x) => unet(layers, x, width),
    corrupt: ({ graph, draw }, x) => {
      const seed = draw('noise_seed', [2], dtypes.int32, (random) =>
        Int32Array.of(random.integer(2 ** 31), random.integer(2 ** 31)),
      )
      const attributes: Record<string, Attribute> = {
        dtype: ['type', dtypes.float32],
        T: ['type', dtypes.int32],
        Tseed: ['type', dtypes.int32],
      }
      const normal = graph.node('StatelessRandomNormal', [graph.integers(x.shape), seed], attributes, [
        [x.shape, dtypes.float32],
      ])[0]
      return elementwise(graph, 'AddV2', x, elementwise(graph, 'Mul', normal, graph.scalar(noise)))
    },
  })
