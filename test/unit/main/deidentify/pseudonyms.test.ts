import { describe, expect, it } from 'vitest'
import { pseudonymsOf } from '../../../../src/main/deidentify/pseudonyms.ts'

describe('pseudonyms', () => {
  const [one, other] = ['salt of one project', 'salt of another'].map(pseudonymsOf)

  it('are the same for a person in a project, and others in another', () => {
    expect(one.subject('PAT-4711')).toBe(pseudonymsOf('salt of one project').subject('PAT-4711'))
    expect(one.subject('PAT-4711')).not.toBe(other.subject('PAT-4711'))
    expect(one.subject('PAT-4711')).not.toBe(one.subject('PAT-4712'))
  })

  it('do not depend on spaces, case and a BIDS prefix', () => {
    const ids = ['PAT 4711', ' pat  4711 ', 'sub-PAT 4711', 'PAT\u00a04711']
    expect(new Set(ids.map(one.subject)).size).toBe(1)
  })

  it('are safe as file names, and hold nothing of the id', () => {
    expect(one.subject('Mustermann^Erika')).toMatch(/^sub-[0-9a-hjkmnp-tv-z]{10}$/)
    expect(one.subject('')).toMatch(/^sub-[0-9a-z]{10}$/)
  })

  it('differ between thousands of people', () => {
    const subjects = Array.from({ length: 20_000 }, (_, i) => one.subject(String(i)))
    expect(new Set(subjects).size).toBe(20_000)
  })
})

it('knows content again by a keyed hash, another one in every project', () => {
  const [one, other] = ['one', 'another'].map((salt) => pseudonymsOf(salt).content('0a1b'))
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  expect(one).not.toBe(other)
  expect(pseudonymsOf('one').content('0a1c')).not.toBe(one)
})

it('moves dates of a person by one number of days, up to ten years back', () => {
  const { daysEarlier } = pseudonymsOf('salt')
  const days = Array.from({ length: 3000 }, (_, i) => daysEarlier(String(i)))
  expect(Math.min(...days)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...days)).toBeLessThanOrEqual(3652)
  expect(new Set(days).size).toBeGreaterThan(1500)
  expect(daysEarlier('7')).toBe(days[7])
})
