import { html, type Html } from './html.ts'
import type { SeriesStyle } from '../../shared/colours.ts'

/** A plot's drawing area and its two linear scales; lengths in SVG units, near one CSS pixel each. */
export interface Frame {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  x: (value: number) => number
  y: (value: number) => number
}

export interface FrameOptions {
  xDomain: readonly [number, number]
  yDomain: readonly [number, number]
  width?: number
  height?: number
  /** Room for the vertical axis. */
  left?: number
}

export function createFrame({
  xDomain,
  yDomain,
  width = 480,
  height = 340,
  left: room = 40,
}: FrameOptions): Frame {
  const [left, right, top, bottom] = [room, width - 14, 30, height - 46]
  const scale =
    ([low, high]: readonly [number, number], from: number, to: number) =>
    (value: number) =>
      round(from + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (to - from))
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: scale(xDomain, left, right),
    y: scale(yDomain, bottom, top),
  }
}

export const round = (length: number): number => Math.round(length * 100) / 100

export interface AxisOptions {
  title: string
  xLabel: string
  /** Left out where the panel's title says it. */
  yLabel?: string
  xTicks: readonly { at: number; label: string }[]
  yTicks: readonly { at: number; label: string }[]
}

/** Panel title, grid lines, tick labels and axis titles. */
export function axes(frame: Frame, { title, xLabel, yLabel, xTicks, yTicks }: AxisOptions): Html {
  const { left, right, top, bottom, x, y } = frame
  const middle = round((left + right) / 2)
  return html`<text class="panel-title" x="${left}" y="16">${title}</text>
    ${yTicks.map(
      ({ at, label }) =>
        html`<line class="grid" x1="${left}" x2="${right}" y1="${y(at)}" y2="${y(at)}" /><text
            class="tick"
            x="${left - 8}"
            y="${y(at) + 4}"
            text-anchor="end"
            >${label}</text
          >`,
    )}
    ${xTicks.map(
      ({ at, label }) =>
        html`<line class="tick-mark" x1="${x(at)}" x2="${x(at)}" y1="${bottom}" y2="${bottom + 4}" /><text
            class="tick"
            x="${x(at)}"
            y="${bottom + 18}"
            text-anchor="middle"
            >${label}</text
          >`,
    )}
    <line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" />
    <text class="axis-title" x="${middle}" y="${bottom + 38}" text-anchor="middle">${xLabel}</text>
    ${
      yLabel &&
      html`<text
        class="axis-title"
        transform="translate(13 ${round((top + bottom) / 2)}) rotate(-90)"
        text-anchor="middle"
        >${yLabel}</text
      >`
    }`
}

/** The figure with its description for those who do not see it. */
export const svg = (frame: Pick<Frame, 'width' | 'height'>, description: string, content: Html): Html =>
  html`<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${description}">
    ${content}
  </svg>`

export const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i ? 'L' : 'M'}${round(x)} ${round(y)}`).join('')

/** The sign of a series, centred on (x, y). */
export function markerAt({ marker, colour }: SeriesStyle, x: number, y: number, radius = 4.5): Html {
  const r = radius
  switch (marker) {
    case 'circle':
      return html`<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}" />`
    case 'ring':
      return html`<circle
        cx="${x}"
        cy="${y}"
        r="${r - 0.5}"
        fill="var(--page)"
        stroke="${colour}"
        stroke-width="2"
      />`
    case 'square':
      return html`<rect
        x="${round(x - 0.9 * r)}"
        y="${round(y - 0.9 * r)}"
        width="${1.8 * r}"
        height="${1.8 * r}"
        fill="${colour}"
      />`
    case 'diamond':
      return html`<path
        d="M${x} ${round(y - 1.3 * r)}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z"
        fill="${colour}"
      />`
    case 'triangle':
      return html`<path
        d="M${x} ${round(y - 1.2 * r)}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z"
        fill="${colour}"
      />`
    case 'cross':
      return html`<path
        d="M${round(x - r)} ${round(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}"
        stroke="${colour}"
        stroke-width="2.4"
        fill="none"
      />`
  }
}

/** Names the series of the figures below it. */
export function legend(
  entries: readonly { name: string; style: SeriesStyle }[],
  kind: 'line' | 'marker' = 'line',
): Html {
  return html`<ul class="legend">
    ${entries.map(
      ({ name, style }) =>
        html`<li>
          <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
            ${kind === 'line' && html`<path d="M0 6H28" stroke="${style.colour}" stroke-width="2" />`}
            ${markerAt(style, 14, 6)}</svg
          >${name}
        </li>`,
    )}
  </ul>`
}

/** Ticks every tenth or fifth between two bounds that are multiples of a tenth. */
export function tenths([low, high]: readonly [number, number]): { at: number; label: string }[] {
  const step = high - low > 0.65 ? 2 : 1
  const first = Math.ceil(Math.round(low * 10) / step) * step
  const last = Math.round(high * 10)
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => {
    const at = (first + i * step) / 10
    return { at, label: at.toFixed(1) }
  })
}
