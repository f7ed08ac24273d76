import { applyAffine } from '../imaging/affine.ts'
import { smoothGaussian } from '../imaging/smooth.ts'
import type { Volume } from '../imaging/volume.ts'
import type { Random } from '../random.ts'
import { createNoiseField } from './noise-field.ts'
import { between, logBetween } from './variation.ts'

/**
 * What a scanner makes of ideal signals, in place: a little blur, an uneven coil sensitivity, Rician noise, its own
 * scale, whole numbers.
 *
 * @param volume  Signals with white matter about 100; becomes the stored intensities.
 */
export function acquire(volume: Volume, random: Random): void {
  const { data, shape, affine } = volume
  const [ni, nj, nk] = shape
  const blurVoxels = between(random, 0.3, 0.55)
  smoothGaussian(data, shape, [blurVoxels, blurVoxels, blurVoxels])

  const strength = between(random, 0.08, 0.3)
  const unevenness = createNoiseField(random.fork('bias'), 110)
  const shift = [0, 0, 0].map(() => between(random, 0, 1000))
  const sigma = logBetween(random, 1.5, 4.5)
  const scale = between(random, 1.5, 5)
  const noise = random.fork('noise')
  let at = 0
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++) {
      // The field is so smooth that a straight line between the ends of eight voxels will do.
      let [from, to] = [0, 0]
      for (let i = 0; i < ni; i++, at++) {
        if (i % 8 === 0) {
          const bias = (index: number) => {
            const [x, y, z] = applyAffine(affine, [index, j, k])
            return 1 + strength * unevenness(x + shift[0], y + shift[1], z + shift[2])
          }
          from = i === 0 ? bias(0) : to
          to = bias(i + 8)
        }
        const signal = data[at] * (from + ((to - from) * (i % 8)) / 8)
        const real = signal + sigma * noise.normal()
        const imaginary = sigma * noise.normal()
        data[at] = Math.round(scale * Math.sqrt(real * real + imaginary * imaginary))
      }
    }
}
