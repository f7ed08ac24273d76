import { useEffect, useLayoutEffect, useRef } from 'react'
import { preferences } from './preferences.ts'

/** Something a person can do now: found by the palette, done by its keys, listed in the cheat-sheet. */
export interface Action {
  id: string
  name: string
  group: string
  /** 'Mod+K' (Ctrl, or ⌘ on a Mac), '?', 'Space', 'Enter', or one key after another: 'G R'. */
  keys?: string
  run: () => void
}

const sources = new Set<() => Action[]>()

/** Offers actions while the component is on the screen. */
export function useActions(actions: Action[]) {
  const latest = useRef(actions)
  useLayoutEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const source = () => latest.current
    sources.add(source)
    return () => void sources.delete(source)
  }, [])
}

/** What can be done at this moment. */
export const availableActions = (): Action[] => [...sources].flatMap((source) => source())

const pauseMs = 1200

/** Turns key presses into the action they stand for; remembers the first key of two for a moment. */
export class KeyReader {
  private before = ''
  private beforeMs = 0

  /** @returns The action to do, if the press completes one. */
  read(
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
    actions: Action[],
    nowMs: number,
  ) {
    const { key, ctrlKey, metaKey, altKey } = event
    if (altKey || (key.length > 1 && key !== 'Enter')) return undefined
    const isModified = ctrlKey || metaKey
    if (!isModified && !preferences().singleKeys) return undefined
    const name = key === ' ' ? 'Space' : key === 'Enter' ? key : key.toUpperCase()
    const press = `${isModified ? 'Mod+' : ''}${name}`
    const sequence = nowMs - this.beforeMs < pauseMs ? `${this.before} ${press}` : press
    const found = actions.find(({ keys }) => keys === sequence) ?? actions.find(({ keys }) => keys === press)
    this.before = found || isModified ? '' : press
    this.beforeMs = nowMs
    return found
  }
}

/** Keys without Ctrl belong to a field while one is being filled in. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)))
  )
}

/** Space and Enter press what has the focus, where that can be pressed. */
export const isPressing = ({ key, target }: Pick<KeyboardEvent, 'key' | 'target'>): boolean =>
  [' ', 'Enter'].includes(key) &&
  target instanceof HTMLElement &&
  target.closest('button, a[href], summary, input, [role="button"], [role="option"], [role="menuitem"]') !==
    null

/** Words of a search, each of which must be in the name or its group; best first: those that begin with it. */
export function findActions(actions: readonly Action[], search: string): Action[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  const rank = ({ name }: Action) => (words.length > 0 && plain(name).startsWith(words[0]) ? 0 : 1)
  return actions
    .filter(({ name, group }) => words.every((word) => plain(`${name} ${group}`).includes(word)))
    .sort((a, b) => rank(a) - rank(b))
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
