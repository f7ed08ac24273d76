import { InvalidArgumentError } from 'commander'

/** Option parsers for commander: a number that is none is wrong usage. */
export function realNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number is wanted.')
  return value
}

export function wholeNumber(text: string): number {
  const value = realNumber(text)
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('A whole number is wanted.')
  return value
}
