/** How axes and grids of every chart look; colours follow the theme. */
export const axisLook = {
  tick: { fill: 'var(--mui-palette-text-secondary)', fontSize: 12 },
  stroke: 'var(--mui-palette-divider)',
  tickLine: false,
} as const

export const gridLook = { stroke: 'var(--mui-palette-divider)', vertical: false } as const
