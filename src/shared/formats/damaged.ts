import { AntrumError } from '../ipc/error.ts'

/** The error for bytes that are not what they say; `what` completes "…: its header claims 9 bytes". */
export const damagedFile = (format: string) => (what: string) =>
  new AntrumError(
    'unreadable-file',
    `This is not an intact ${format} file: ${what}. Get the file again from where it came from.`,
  )

/** A name out of a foreign file, fit for a message or a terminal: printable ASCII, the rest escaped, cut to a line. */
export function printable(name: string, limit = 100): string {
  const shown = name.length > limit ? `${name.slice(0, limit)}…` : name
  return shown.replace(/[^\x20-\x7e…]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
}
