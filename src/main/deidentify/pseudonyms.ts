import { createHmac } from 'node:crypto'

/**
 * What a project calls people instead of their names: keyed hashes (HMAC-SHA-256) with the project's own secret. One
 * person has one pseudonym in a project, wherever the files come from, and another one in every other project.
 */
export interface Pseudonyms {
  /** Subject id of a person: 'sub-' and ten letters or digits (50 bits). */
  subject: (patientId: string) => string
  /** Days by which all dates of a person are moved back: 1 to 3652, so that intervals between them stay. */
  daysEarlier: (patientId: string) => number
  /** What a project knows files again by: a plain hash could be tried out by whoever guesses what they say of a person. */
  content: (contentHash: string) => string
}

/** @param salt  The project's secret: who has it can test whether a known patient id belongs to a subject. */
export function pseudonymsOf(salt: string): Pseudonyms {
  const keyed = (purpose: string, text: string) =>
    createHmac('sha256', salt).update(`${purpose}\n${text}`).digest()
  const digest = (purpose: string, patientId: string) => keyed(purpose, normalised(patientId))
  return {
    subject: (patientId) => `sub-${base32(digest('subject', patientId)).slice(0, 10)}`,
    daysEarlier: (patientId) => 1 + (digest('dates', patientId).readUInt32BE(0) % 3652),
    content: (contentHash) => keyed('content', contentHash).toString('hex'),
  }
}

/** Systems differ in spaces and upper case, and label sheets and BIDS in 'sub-'. */
const normalised = (patientId: string): string =>
  patientId.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase().replace(/^SUB-/, '')

/** Digits and letters but i, l, o and u, lower case: safe in file names and hard to misread (Crockford). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const base32 = (bytes: Buffer): string =>
  bytes
    .reduce((bits, byte) => bits + byte.toString(2).padStart(8, '0'), '')
    .replace(/[01]{5}/g, (five) => alphabet[parseInt(five, 2)])
