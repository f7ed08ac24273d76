import { z } from 'zod'
import { reads } from './base.ts'

/** What the window around the page can do for it; a page in a browser has none. */

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Who serves the API, and what it may be asked. */
const hostSchema = z.object({
  /** The Antrum window, which has dialogs and a menu, or a page in a browser. */
  shell: z.boolean(),
  /** The one project that is shown, for reading only; null: any, and everything. */
  readOnly: z.string().nullable(),
})
export type Host = z.infer<typeof hostSchema>

/** What a person is asked for in the system's own dialog. */
const choosable = z.enum(['project', 'folder', 'scans', 'sheet'])
export type Choosable = z.infer<typeof choosable>

/** How far work is, on the icon of the window in the taskbar or dock. */
const progressSchema = z.object({
  /** 0…1; null: at work, nobody knows how far. */
  share: z.number().min(0).max(1).nullable(),
  /** 'failing': it goes on, but something of it failed. */
  state: z.enum(['running', 'paused', 'failing']),
})
export type ShownProgress = z.infer<typeof progressSchema>

/** What the window goes to when a note is clicked. */
const destination = z.object({
  folder: z.string(),
  page: z.enum(['runs', 'results']),
  experiment: z.string(),
})

/** A note of the operating system. It may be seen by anybody near the screen: no path and nobody's name in its words. */
const noteSchema = z.object({ title: z.string(), body: z.string(), goTo: destination })
export type Note = z.infer<typeof noteSchema>

/** What the shell around the page (menu, dock, notes) asks the page to do. */
export const shellRequestSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('open'), folder: z.string() }),
  z.object({ ask: z.literal('close') }),
  z.object({ ask: z.literal('show'), ...destination.shape }),
])
export type ShellRequest = z.infer<typeof shellRequestSchema>

export const host = {
  describe: reads.output(hostSchema),
  /** Paths from the system's own dialog; none when the person changed their mind. */
  choose: reads
    .input(z.object({ what: choosable.exclude(['project']) }))
    .output(z.object({ paths: z.array(z.string()) })),
  /** Until the page is closed or loaded anew; null takes it away. Without a window it does nothing, as the two below. */
  showProgress: reads.input(z.object({ progress: progressSchema.nullable() })).output(z.void()),
  /** Shown unless the window has the focus: who looks at it sees what there is. */
  notify: reads.input(noteSchema).output(z.void()),
  /** Menu and dialogs are in this language from now on. */
  speak: reads.input(z.object({ language: z.enum(languages) })).output(z.void()),
}
