import { colourOf, type ColourMap } from '../../shared/colours.ts'
import { outlinePath, type Slice } from '../../shared/imaging/cube-slices.ts'
import { html, type Html } from './html.ts'
import { findingName, methodName } from './names.ts'
import { fixed, percent } from './numbers.ts'
import { encodePng } from './png.ts'
import type { ReportCase } from './report-data.ts'

/** One sinus: what went in, what the autoencoder made of it, and what is left over, in two planes. */
export function caseFigure(one: ReportCase): Html {
  const called = one.score > 0.5 ? 'anomalous' : 'normal'
  const is = one.target ? 'anomalous' : 'normal'
  const finding = one.target ? ` (${findingName(one.finding).toLowerCase()})` : ''
  return html`<div class="case">
    <h3>${one.verdict === 'right' ? 'Right' : 'Wrong'}: ${is}, called ${called}</h3>
    <p>
      ${one.subject}, ${one.side} sinus${finding}. Score ${fixed(one.score)} from ${methodName(one.method)}
      with ${percent(one.labelFraction)} of the labels, fold ${one.foldIndex + 1}.
      ${one.views.length ? `Slices through ${one.through}.` : 'No autoencoder of this experiment has seen this sinus, so there is no residual to show.'}
    </p>
    ${one.views.length ? views(one) : null}
  </div>`
}

function views(one: ReportCase): Html {
  return html`<div class="grid-views">
    <div class="head">Input</div>
    <div class="head">Reconstruction</div>
    <div class="head">Residual</div>
    ${one.views.map(({ plane, input, reconstruction, residual, lesion }) => {
      const describe = (what: string) => `${what} of ${one.subject}, ${one.side} sinus, ${plane} slice`
      return [
        picture(input, 'grey', describe('Input'), plane, lesion),
        picture(reconstruction, 'grey', describe('Reconstruction'), null, null),
        picture(residual, 'inferno', describe('Residual'), null, lesion),
      ]
    })}
    ${colourBar('grey')}${colourBar('grey')}${colourBar('inferno')}
  </div>`
}

function picture(
  slice: Slice,
  map: ColourMap,
  description: string,
  plane: string | null,
  lesion: Slice | null,
): Html {
  const { edge } = slice
  // The drawing's unit is 1/64 of the cube whatever its voxels, so letters and lines keep their size.
  const scale = 64 / edge
  return html`<svg viewBox="0 0 64 64" role="img" aria-label="${description}">
    <image href="${pngOf(slice, map)}" width="64" height="64" preserveAspectRatio="none" />
    ${lesion && html`<path class="outline" transform="scale(${scale})" style="stroke-width:${0.6 / scale}" d="${outlinePath(lesion)}" />`}
    <text x="2" y="34">R</text>
    <text x="62" y="34" text-anchor="end">L</text>
    ${plane && html`<text x="2" y="61.5">${plane}</text>`}
  </svg>`
}

function colourBar(map: ColourMap): Html {
  const data = Float32Array.from({ length: 128 }, (_, i) => i / 127)
  return html`<div class="bar">
    <span>0</span><img src="${png(data, 128, 1, map)}" alt="colour scale from 0 to 1" /><span>1</span>
  </div>`
}

const pngOf = ({ data, edge }: Slice, map: ColourMap): string => png(data, edge, edge, map)

function png(data: Float32Array, width: number, height: number, map: ColourMap): string {
  const rgb = new Uint8Array(3 * data.length)
  data.forEach((value, pixel) => rgb.set(colourOf(map, value), 3 * pixel))
  return `data:image/png;base64,${encodePng(rgb, width, height).toString('base64')}`
}
