import { formatFixed } from '../../lib/format.ts'

/** How axes and grids of every chart look; colours follow the theme. */
export const axisLook = {
  tick: { fill: 'var(--mui-palette-text-secondary)', fontSize: 12 },
  stroke: 'var(--mui-palette-divider)',
  tickLine: false,
} as const

export const gridLook = { stroke: 'var(--mui-palette-divider)', vertical: false } as const

/** From 0 to 1. */
export const shareAxis = {
  ...axisLook,
  type: 'number' as const,
  domain: [0, 1],
  ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
  tickFormatter: (value: number) => formatFixed(value, 1),
}
