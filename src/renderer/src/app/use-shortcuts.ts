import { useEffect } from 'react'
import { availableActions, isPressing, isTyping, KeyReader } from '../lib/actions.ts'

/** Does what keys stand for, wherever the focus is; in a field only those with Ctrl, in a dialog none. */
export function useShortcuts() {
  useEffect(() => {
    const reader = new KeyReader()
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector('[role="dialog"]')) return
      if (isTyping(event.target) && !event.ctrlKey && !event.metaKey) return
      if (isPressing(event)) return
      const action = reader.read(event, availableActions(), event.timeStamp)
      if (!action) return
      event.preventDefault()
      action.run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
