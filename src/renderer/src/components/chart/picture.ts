/** A picture that stands for itself, outside the page and its style sheets. */
export interface Picture {
  markup: string
  width: number
  height: number
}

/** What a chart's looks are made of; everything else keeps its attribute. */
const inlined = [
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'opacity',
  'stroke',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
] as const

const titlePx = 36
const legendRowPx = 24
const legendColumnPx = 200

/** A drawn chart as a picture on white, in the light tones whatever the page is in, with its title and legend. */
export function pictureOf(
  svg: SVGSVGElement,
  { title, legend }: { title: string; legend: readonly HTMLElement[] },
): Picture {
  const { width, height } = svg.getBoundingClientRect()
  const perRow = Math.max(1, Math.floor(width / legendColumnPx))
  const legendPx = Math.ceil(legend.length / perRow) * legendRowPx
  const stage = document.createElement('div')
  stage.className = 'light'
  stage.style.cssText = 'position:fixed;left:-10000px;top:0'
  const total = titlePx + height + legendPx
  stage.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}"><title></title><rect width="100%" height="100%" fill="#fff"/><text x="8" y="22" style="font:600 14px system-ui,sans-serif;fill:#1b2125"></text></svg>`
  document.body.append(stage)
  try {
    const picture = stage.firstElementChild as SVGSVGElement
    picture.querySelector('title')!.textContent = title
    picture.querySelector('text')!.textContent = title
    const chart = svg.cloneNode(true) as SVGSVGElement
    chart.setAttribute('y', String(titlePx))
    chart.setAttribute('width', String(width))
    chart.setAttribute('height', String(height))
    picture.append(chart)
    legend.forEach((entry, index) => {
      const x = 8 + (index % perRow) * legendColumnPx
      const y = titlePx + height + Math.floor(index / perRow) * legendRowPx
      const sign = entry.querySelector('svg')!.cloneNode(true) as SVGSVGElement
      sign.setAttribute('x', String(x))
      sign.setAttribute('y', String(y + 6))
      const name = document.createElementNS('http://www.w3.org/2000/svg', 'text')
      name.textContent = entry.textContent
      name.setAttribute('x', String(x + 32))
      name.setAttribute('y', String(y + 16))
      name.style.cssText = 'font:12px system-ui,sans-serif;fill:#1b2125'
      picture.append(sign, name)
    })
    for (const element of picture.querySelectorAll<SVGElement>('*')) inlineLooks(element)
    return { markup: new XMLSerializer().serializeToString(picture), width, height: total }
  } finally {
    stage.remove()
  }
}

function inlineLooks(element: SVGElement) {
  const looks = getComputedStyle(element)
  for (const property of inlined) {
    const value = looks.getPropertyValue(property)
    if (value) element.setAttribute(property, value)
  }
  element.removeAttribute('class')
  element.removeAttribute('style')
  element.removeAttribute('tabindex')
}

/** The same in pixels, three for one: sharp on a slide. */
export async function pngOf({ markup, width, height }: Picture, scale = 3): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([markup], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((png) => (png ? resolve(png) : reject(new Error('the picture is empty'))), 'image/png'),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}
