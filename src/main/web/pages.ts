import { escapeText } from '../report/html.ts'

/** The few pages that the server writes itself: before a browser is let in there is no workbench to say it. */
const refusals = {
  session: [
    'Open the link that the terminal shows',
    'This browser has no session, or the server was started anew. Each start of "antrum serve" prints a new link.',
  ],
  link: [
    'This link is not valid',
    'A link lets one browser in, once. The terminal that runs "antrum serve" shows a fresh one after each use.',
  ],
  'too-many': ['Too many wrong links', 'Wait a minute, then open the link that the terminal shows.'],
  host: [
    'This is not an address of the workbench',
    'Use 127.0.0.1 or localhost, as in the link that the terminal shows.',
  ],
  path: ['There is nothing here', 'Go to the start page.'],
} as const

export const refusalPage = (why: keyof typeof refusals): string => {
  const [title, text] = refusals[why]
  return page(title, `<h1>${title}</h1><p>${text}</p>`)
}

/**
 * Sends the browser on to the workbench. A redirect would not do: after a click in another page the whole chain counts
 * as that page's doing, and the strict cookie would stay behind. This page goes on by itself.
 */
export const enterPage = (start: string): string =>
  page(
    'Antrum',
    '<p>Opening Antrum…</p>',
    `<meta http-equiv="refresh" content="0;url=/${escapeText(start)}">`,
  )

const page = (title: string, body: string, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${title}</title>${head}<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.5rem}</style></head><body><main>${body}</main></body></html>\n`
