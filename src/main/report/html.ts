/** Markup that is safe to put into a page: made by `html`, or vouched for with `raw`. */
export interface Html {
  readonly markup: string
}

type Content = Html | string | number | null | undefined | false | readonly Content[]

/** A template whose interpolated texts are escaped, in elements and in quoted attributes; lists are joined. */
export const html = (parts: TemplateStringsArray, ...values: Content[]): Html => ({
  markup: parts.reduce(
    (markup, part, i) => markup + part + (i < values.length ? markupOf(values[i]) : ''),
    '',
  ),
})

export const raw = (markup: string): Html => ({ markup })

function markupOf(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string') return escapeText(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(markupOf).join('')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign])
