import { describe, expect, it } from 'vitest'
import { html, raw } from '../../../../src/main/report/html.ts'

describe('html', () => {
  it('escapes texts in elements and attributes, at any depth of lists', () => {
    const hostile = `<script>alert("1")</script>&'`
    const { markup } = html`<p title="${hostile}">${[[hostile]]}</p>`
    const safe = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;'
    expect(markup).toBe(`<p title="${safe}">${safe}</p>`)
  })

  it('puts nested markup in as it is and leaves out what is absent', () => {
    const list = [1, 2].map((n) => html`<b>${n}</b>`)
    const { markup } = html`${list}${null}${undefined}${false}${raw('<hr>')}`
    expect(markup).toBe('<b>1</b><b>2</b><hr>')
  })
})
