import Search from '@mui/icons-material/SearchOutlined'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import Link from '@mui/material/Link'
import Tooltip from '@mui/material/Tooltip'
import { useState } from 'react'
import type { ReactNode } from 'react'
import icon from '../../../../resources/icons/antrum.svg'
import { Keys } from '../components/keys.tsx'
import { useConnection } from '../lib/client.ts'
import { go } from '../lib/route.ts'
import type { Route } from '../lib/route.ts'
import { strings } from '../lib/strings.ts'
import { useHost } from '../lib/use-host.ts'
import { CommandPalette } from './command-palette.tsx'
import { Rail } from './rail.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { useShellActions } from './use-shell-actions.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** The frame around every page: bar, rail, what the keyboard does, and whether the core can be reached. */
export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const [dialog, setDialog] = useState<'palette' | 'shortcuts' | null>(null)
  useShellActions(route, setDialog)
  useShortcuts()
  const close = () => setDialog(null)
  return (
    <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
      <SkipLink />
      <TopBar findSomething={() => setDialog('palette')} />
      <ConnectionBanner />
      <Box sx={{ flex: 1, display: 'flex', alignItems: 'stretch' }}>
        <Rail route={route} />
        <Box component="main" id="page" sx={{ flex: 1, minWidth: 0, px: 3, py: 4 }}>
          <Box sx={{ maxWidth: 1280, mx: 'auto' }}>{children}</Box>
        </Box>
      </Box>
      <CommandPalette isOpen={dialog === 'palette'} close={close} />
      <ShortcutSheet isOpen={dialog === 'shortcuts'} close={close} />
    </Box>
  )
}

function TopBar({ findSomething }: { findSomething: () => void }) {
  const host = useHost()
  return (
    <Box
      component="header"
      sx={{
        position: 'sticky',
        top: 0,
        zIndex: 'appBar',
        height: 56,
        px: 2,
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        bgcolor: 'background.paper',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Link
        component="button"
        onClick={() => go({ page: 'home' })}
        underline="none"
        sx={{ color: 'text.primary', typography: 'h2', display: 'flex', alignItems: 'center', gap: 1 }}
      >
        <img src={icon} alt="" width={24} height={24} />
        {strings.app.name}
      </Link>
      {host?.readOnly != null && (
        <Tooltip title={strings.app.readOnlyHint}>
          <Chip size="small" variant="outlined" label={strings.app.readOnly} tabIndex={0} />
        </Tooltip>
      )}
      <Box sx={{ flex: 1 }} />
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<Search />}
        onClick={findSomething}
        aria-keyshortcuts="Control+K Meta+K"
        sx={{ color: 'text.secondary', borderColor: 'divider', fontWeight: 400, py: 0.5 }}
      >
        {strings.app.palette.open}
        <Box component="span" sx={{ ml: 3 }}>
          <Keys keys="Mod+K" />
        </Box>
      </Button>
      <SchemeToggle />
    </Box>
  )
}

function ConnectionBanner() {
  const connection = useConnection()
  return (
    <Box role="status">
      {connection !== 'open' && (
        <Alert severity={connection === 'lost' ? 'warning' : 'error'} square variant="outlined">
          {strings.app.connection[connection]}
        </Alert>
      )}
    </Box>
  )
}

/** Seen only by who tabs to it: past the rail in one step. */
const SkipLink = () => (
  <Link
    component="button"
    onClick={() => document.querySelector<HTMLElement>('#page h1')?.focus()}
    sx={{
      position: 'absolute',
      left: 8,
      top: -64,
      zIndex: 'tooltip',
      p: 1,
      bgcolor: 'background.paper',
      '&:focus': { top: 8 },
    }}
  >
    {strings.app.skip}
  </Link>
)
