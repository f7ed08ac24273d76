import { afterEach, describe, expect, it } from 'vitest'
import { findActions, KeyReader } from '../../../../src/renderer/src/lib/actions.ts'
import type { Action } from '../../../../src/renderer/src/lib/actions.ts'
import { prefer } from '../../../../src/renderer/src/lib/preferences.ts'

const anAction = (id: string, name: string, keys?: string): Action => ({
  id,
  name,
  group: 'Pages',
  ...(keys && { keys }),
  run: () => {},
})
const actions = [
  anAction('palette', 'Find', 'Mod+K'),
  anAction('runs', 'Runs', 'G R'),
  anAction('home', 'Überblick', 'G H'),
  anAction('help', 'Show keyboard shortcuts', '?'),
  anAction('reload', 'Reload', 'R'),
  anAction('next', 'Next', 'Space'),
  anAction('stay', 'Stay', 'Enter'),
]

describe('keys', () => {
  afterEach(() => prefer({ singleKeys: true }))
  const type = (...presses: [key: string, ms: number, held?: 'ctrlKey' | 'metaKey' | 'altKey'][]) => {
    const reader = new KeyReader()
    return presses.map(([key, ms, held]) => {
      const event = { key, ctrlKey: false, metaKey: false, altKey: false, ...(held && { [held]: true }) }
      return reader.read(event, actions, ms)?.id
    })
  }

  it('know a single key, one with Ctrl or ⌘, and one after another', () => {
    expect(type(['?', 0])).toEqual(['help'])
    expect(type(['k', 0, 'ctrlKey'])).toEqual(['palette'])
    expect(type(['k', 0, 'metaKey'])).toEqual(['palette'])
    expect(type(['g', 0], ['r', 100])).toEqual([undefined, 'runs'])
  })

  it('forget the first of two after a while, and once it is used', () => {
    expect(type(['g', 0], ['r', 3000])).toEqual([undefined, 'reload'])
    expect(type(['g', 0], ['h', 10], ['r', 20])).toEqual([undefined, 'home', 'reload'])
  })

  it('know Space and Enter by their names', () => {
    expect(type([' ', 0], ['Enter', 10])).toEqual(['next', 'stay'])
  })

  it('mean nothing with Alt, as names of keys, or without what they need', () => {
    expect(type(['?', 0, 'altKey'], ['Shift', 0], ['k', 0], ['h', 10])).toEqual(Array(4).fill(undefined))
  })

  it('are left to themselves without Ctrl where that is switched off', () => {
    prefer({ singleKeys: false })
    expect(type(['?', 0], ['g', 1], ['r', 2], ['k', 3, 'ctrlKey'])).toEqual([
      ...Array<undefined>(3).fill(undefined),
      'palette',
    ])
  })
})

it('finds actions by any words of name and group, without minding case and dots over letters', () => {
  const found = (search: string) => findActions(actions, search).map(({ id }) => id)
  expect(found('uber')).toEqual(['home'])
  expect(found('SHORT keyboard')).toEqual(['help'])
  expect(found('pages r')).toContain('runs')
  expect(found('re')).toEqual(['reload'])
  expect(found('nothing of it')).toEqual([])
  expect(found('')).toHaveLength(actions.length)
})
