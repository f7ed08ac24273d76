import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import InputBase from '@mui/material/InputBase'
import Typography from '@mui/material/Typography'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Keys } from '../components/keys.tsx'
import { visuallyHidden } from '../components/visually-hidden.ts'
import { availableActions, findActions } from '../lib/actions.ts'
import type { Action } from '../lib/actions.ts'
import { strings } from '../lib/strings.ts'

/** Finds whatever can be done at the moment, by any part of its name. */
export function CommandPalette({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      fullWidth
      maxWidth="sm"
      aria-labelledby="palette-title"
      transitionDuration={0}
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start', pt: '10vh' } }}
    >
      <Box component="h2" id="palette-title" sx={visuallyHidden}>
        {strings.app.palette.title}
      </Box>
      <Search close={close} />
    </Dialog>
  )
}

function Search({ close }: { close: () => void }) {
  const [all] = useState(() => availableActions().filter(({ id }) => id !== 'palette'))
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useId()
  const found = findActions(all, search)
  const current = Math.min(chosen, found.length - 1)

  const perform = (action: Action | undefined) => {
    if (!action) return
    close()
    // After the dialog has given the focus back: the action may want it.
    setTimeout(action.run)
  }
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    if (event.key === 'Enter') perform(found[current])
    else if (event.key in steps && found.length > 0) {
      const next = current + steps[event.key]
      const isOne = Math.abs(steps[event.key]) === 1
      setChosen(isOne ? (next + found.length) % found.length : Math.max(0, Math.min(found.length - 1, next)))
    } else return
    event.preventDefault()
  }
  return (
    <>
      <InputBase
        autoFocus
        fullWidth
        value={search}
        placeholder={strings.app.palette.placeholder}
        onChange={({ target }) => {
          setSearch(target.value)
          setChosen(0)
        }}
        onKeyDown={move}
        inputProps={{
          role: 'combobox',
          'aria-label': strings.app.palette.title,
          'aria-expanded': true,
          'aria-controls': list,
          'aria-activedescendant': found.length > 0 ? `${list}-${current}` : undefined,
          'aria-autocomplete': 'list',
        }}
        sx={{ px: 3, py: 2, typography: 'h2', fontWeight: 400, borderBottom: 1, borderColor: 'divider' }}
      />
      <Box
        role="listbox"
        id={list}
        aria-label={strings.app.palette.title}
        tabIndex={-1}
        sx={{ height: 360, overflowY: 'auto', p: 1 }}
      >
        {found.map((action, index) => (
          <Option
            key={action.id}
            id={`${list}-${index}`}
            action={action}
            isChosen={index === current}
            choose={() => setChosen(index)}
            perform={() => perform(action)}
          />
        ))}
      </Box>
      <Typography
        variant="caption"
        aria-live="polite"
        sx={{ px: 3, py: 1, color: 'text.secondary', borderTop: 1, borderColor: 'divider' }}
      >
        {found.length === 0 ? strings.app.palette.none : strings.app.palette.hint}
      </Typography>
    </>
  )
}

interface OptionProps {
  id: string
  action: Action
  isChosen: boolean
  choose: () => void
  perform: () => void
}

function Option({ id, action, isChosen, choose, perform }: OptionProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <Box
      ref={element}
      role="option"
      id={id}
      aria-selected={isChosen}
      onMouseMove={choose}
      onClick={perform}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: 2,
        py: 1,
        borderRadius: 1,
        cursor: 'pointer',
        bgcolor: isChosen ? 'action.selected' : undefined,
      }}
    >
      <Typography sx={{ flex: 1 }}>{action.name}</Typography>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {action.group}
      </Typography>
      {action.keys && <Keys keys={action.keys} />}
    </Box>
  )
}
