import { escapeText } from '../report/html.ts'

/** The languages of the workbench; before a browser is let in, nobody has chosen one. */
type Language = 'en' | 'de'

/** The few pages that the server writes itself: before a browser is let in there is no workbench to say it. */
const refusals = {
  en: {
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
  },
  de: {
    session: [
      'Öffnen Sie den Link, den das Terminal zeigt',
      'Dieser Browser hat keine Sitzung, oder der Server wurde neu gestartet. Jeder Start von „antrum serve“ zeigt einen neuen Link.',
    ],
    link: [
      'Dieser Link gilt nicht',
      'Ein Link lässt einen Browser ein, einmal. Das Terminal, in dem „antrum serve“ läuft, zeigt danach einen neuen.',
    ],
    'too-many': [
      'Zu viele falsche Links',
      'Warten Sie eine Minute und öffnen Sie dann den Link, den das Terminal zeigt.',
    ],
    host: [
      'Das ist keine Adresse der Werkbank',
      'Verwenden Sie 127.0.0.1 oder localhost, wie in dem Link, den das Terminal zeigt.',
    ],
    path: ['Hier ist nichts', 'Gehen Sie zur Startseite.'],
  },
} as const

const opening: Record<Language, string> = { en: 'Opening Antrum…', de: 'Antrum wird geöffnet …' }

/** Of a browser that asks for German before anything else, as the workbench takes it. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /^\s*de\b/i.test(acceptLanguage ?? '') ? 'de' : 'en'

export const refusalPage = (why: keyof typeof refusals.en, language: Language): string => {
  const [title, text] = refusals[language][why]
  return page(language, title, `<h1>${title}</h1><p>${text}</p>`)
}

/**
 * Sends the browser on to the workbench. A redirect would not do: after a click in another page the whole chain counts
 * as that page's doing, and the strict cookie would stay behind. This page goes on by itself.
 */
export const enterPage = (start: string, language: Language): string =>
  page(
    language,
    'Antrum',
    `<p>${opening[language]}</p>`,
    `<meta http-equiv="refresh" content="0;url=/${escapeText(start)}">`,
  )

const page = (language: Language, title: string, body: string, head = '') =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${title}</title>${head}<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.5rem}</style></head><body><main>${body}</main></body></html>\n`
