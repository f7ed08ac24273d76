/**
 * Colours of the methods: Okabe and Ito's set, which stays apart under the common colour-vision deficiencies. The CSS
 * variable carries a light and a dark tone; the marker shape says the same without colour.
 */
export const seriesMarkers = ['circle', 'square', 'diamond', 'triangle', 'cross', 'ring'] as const
export type SeriesMarker = (typeof seriesMarkers)[number]

export interface SeriesStyle {
  colour: string
  marker: SeriesMarker
}

/** [light theme, dark theme]: black/white is kept for starting from scratch, vermilion for the study's own method. */
export const seriesColours: readonly (readonly [light: string, dark: string])[] = [
  ['#5a5f66', '#b4bac2'],
  ['#0072b2', '#56b4e9'],
  ['#d55e00', '#ee7733'],
  ['#009e73', '#2fc79c'],
  ['#a8558b', '#cc79a7'],
  ['#b98300', '#e69f00'],
  ['#2f8fc4', '#8fd0f5'],
  ['#8c8200', '#f0e442'],
  ['#000000', '#ffffff'],
]

const reserved: Record<string, number | undefined> = { scratch: 0, autoencoder: 1, residual: 2 }

/** One style per method, the same in every figure. Colours that are used up come back with another marker. */
export function seriesStyles(methods: readonly string[]): Map<string, SeriesStyle> {
  const free = seriesColours.map((_, i) => i).filter((i) => !Object.values(reserved).includes(i))
  let next = 0
  return new Map(
    methods.map((method) => {
      const own = reserved[method]
      const nth = own === undefined ? next++ : 0
      const index = own ?? free[nth % free.length]
      const marker = seriesMarkers[(index + Math.floor(nth / free.length)) % seriesMarkers.length]
      return [method, { colour: `var(--series-${index})`, marker }]
    }),
  )
}

/** Black–violet–red–yellow, rising evenly in lightness, so that it reads in grey too. After matplotlib's inferno. */
const inferno = [
  [0, 0, 4],
  [31, 12, 72],
  [85, 15, 109],
  [136, 34, 106],
  [186, 54, 85],
  [227, 89, 51],
  [249, 140, 10],
  [249, 201, 50],
  [252, 255, 164],
]

export type ColourMap = 'grey' | 'inferno'

/** RGB bytes of a value; below 0 and above 1 the ends. */
export function colourOf(map: ColourMap, value: number): [number, number, number] {
  const clamped = Math.min(1, Math.max(0, value))
  if (map === 'grey') {
    const level = Math.round(255 * clamped)
    return [level, level, level]
  }
  const place = clamped * (inferno.length - 1)
  const below = Math.min(Math.floor(place), inferno.length - 2)
  const mix = (channel: number) =>
    Math.round(
      inferno[below][channel] + (place - below) * (inferno[below + 1][channel] - inferno[below][channel]),
    )
  return [mix(0), mix(1), mix(2)]
}
