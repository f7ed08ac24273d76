import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { isInWindow } from '../lib/client.ts'
import { PathField } from './path-field.tsx'

interface PathFormProps {
  label: string
  hint: string
  /** Stands there until somebody types. */
  suggestion?: string
  submit: string
  /** The system's dialog, which the window has and a browser has not. */
  dialog?: { name: string; isOpen: boolean; open: () => void }
  onSubmit: (path: string) => void
  /** More that can be done with the path. */
  actions?: (path: string) => ReactNode
  children?: ReactNode
}

/** A file or folder on the machine that Antrum runs on: typed everywhere, chosen in the system's dialog in the window. */
export function PathForm(props: PathFormProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const value = typed ?? props.suggestion ?? ''
  const path = value.trim()
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (path) props.onSubmit(path)
      }}
      sx={{ display: 'grid', gap: 1 }}
    >
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 280 }}>
          <PathField label={props.label} hint={props.hint} value={value} change={setTyped} />
        </Box>
        {isInWindow && props.dialog && (
          <Button
            variant="outlined"
            sx={{ height: 40 }}
            disabled={props.dialog.isOpen}
            onClick={props.dialog.open}
          >
            {props.dialog.name}
          </Button>
        )}
        {props.actions?.(path)}
        <Button type="submit" variant="contained" sx={{ height: 40 }} disabled={!path}>
          {props.submit}
        </Button>
      </Box>
      {props.children}
    </Box>
  )
}
