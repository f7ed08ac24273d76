import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { Keys } from '../components/keys.tsx'
import { availableActions } from '../lib/actions.ts'
import { preferences } from '../lib/preferences.ts'
import { strings } from '../lib/strings.ts'

/** Every key that does something at the moment. */
export function ShortcutSheet({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Dialog open={isOpen} onClose={close} fullWidth maxWidth="sm" aria-labelledby="shortcuts-title">
      <DialogTitle id="shortcuts-title" variant="h2">
        {strings.app.shortcuts.title}
      </DialogTitle>
      <DialogContent>
        <Groups />
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={close}>
          {strings.app.shortcuts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Groups() {
  const [actions] = useState(availableActions)
  const { shortcuts } = strings.app
  const escape = { name: shortcuts.escape, group: shortcuts.general, keys: 'Esc' }
  const withKeys = actions.flatMap(({ name, group, keys }) => (keys ? [{ name, group, keys }] : []))
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      {!preferences().singleKeys && <Typography>{shortcuts.off}</Typography>}
      {[...Map.groupBy([...withKeys, escape], ({ group }) => group)].map(([group, own]) => (
        <Box component="section" key={group}>
          <Typography variant="h3" component="h3" gutterBottom>
            {group}
          </Typography>
          <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '1fr auto', rowGap: 1 }}>
            {own.map(({ name, keys }) => (
              <Box key={keys} sx={{ display: 'contents' }}>
                <Typography component="dt">{name}</Typography>
                <Typography component="dd" sx={{ m: 0, textAlign: 'right' }}>
                  <Keys keys={keys} />
                </Typography>
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  )
}
