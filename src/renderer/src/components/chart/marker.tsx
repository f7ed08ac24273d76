import type { SeriesMarker } from '../../../../shared/colours.ts'

interface MarkerProps {
  marker: SeriesMarker
  colour: string
  /** Missing where recharts has no point to draw. */
  cx?: number | undefined
  cy?: number | undefined
  radius?: number
}

/** The sign of a series: says which it is without colour. */
export function Marker({ marker, colour, cx, cy, radius: r = 4 }: MarkerProps) {
  if (cx === undefined || cy === undefined || Number.isNaN(cy)) return null
  const filled = { fill: colour, stroke: 'none' }
  const drawn = { fill: 'none', stroke: colour, strokeWidth: 2 }
  switch (marker) {
    case 'circle':
      return <circle cx={cx} cy={cy} r={r} {...filled} />
    case 'ring':
      return <circle cx={cx} cy={cy} r={r - 0.5} {...drawn} />
    case 'square':
      return <rect x={cx - r} y={cy - r} width={2 * r} height={2 * r} {...filled} />
    case 'diamond':
      return (
        <path
          d={`M${cx},${cy - r - 1}l${r + 1},${r + 1}l${-r - 1},${r + 1}l${-r - 1},${-r - 1}z`}
          {...filled}
        />
      )
    case 'triangle':
      return <path d={`M${cx},${cy - r}l${r + 1},${2 * r}h${-2 * (r + 1)}z`} {...filled} />
    case 'cross':
      return <path d={`M${cx - r},${cy - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`} {...drawn} />
  }
}
