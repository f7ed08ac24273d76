import Check from '@mui/icons-material/CheckOutlined'
import Copy from '@mui/icons-material/ContentCopyOutlined'
import Button from '@mui/material/Button'
import { useEffect, useState } from 'react'
import { strings } from '../lib/strings.ts'

/** Copies text and says so for a moment. `label` is what a screen reader hears when the visible word is not enough. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  return (
    <Button
      size="small"
      color="inherit"
      startIcon={state === 'copied' ? <Check /> : <Copy />}
      onClick={() => void copy()}
      aria-label={state === 'idle' ? label : undefined}
      sx={{ color: 'text.secondary', flexShrink: 0 }}
    >
      <span aria-live="polite">{strings.app.copy[state]}</span>
    </Button>
  )
}
