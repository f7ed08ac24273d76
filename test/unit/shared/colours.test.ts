import { describe, expect, it } from 'vitest'
import { colourOf, seriesStyles } from '../../../src/shared/colours.ts'

describe('seriesStyles', () => {
  it('gives a method its colour whatever else is compared', () => {
    const alone = seriesStyles(['residual']).get('residual')
    expect(seriesStyles(['scratch', 'byol', 'residual']).get('residual')).toEqual(alone)
  })

  it('tells nine methods apart by colour', () => {
    const methods = ['scratch', 'autoencoder', 'residual', 'a', 'b', 'c', 'd', 'e', 'f']
    const styles = [...seriesStyles(methods).values()]
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(9)
  })

  it('tells more than that apart by colour and marker together', () => {
    const variants = Array.from({ length: 30 }, (_, k) => `residual/normals-${k}`)
    const styles = [...seriesStyles(['scratch', 'autoencoder', 'residual', ...variants]).values()]
    expect(new Set(styles.map(({ colour, marker }) => `${colour} ${marker}`)).size).toBe(33)
  })
})

describe('colourOf', () => {
  it('keeps within bytes, beyond 0 and 1 too', () => {
    expect(colourOf('grey', 0.5)).toEqual([128, 128, 128])
    expect(colourOf('inferno', -3)).toEqual(colourOf('inferno', 0))
    expect(colourOf('inferno', 7)).toEqual([252, 255, 164])
  })

  it('grows lighter all the way, so that it reads in grey', () => {
    const luminance = Array.from({ length: 101 }, (_, i) => {
      const [r, g, b] = colourOf('inferno', i / 100)
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    })
    luminance.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(luminance[i]))
  })
})
