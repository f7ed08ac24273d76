import Box from '@mui/material/Box'
import { Fragment } from 'react'
import { preferences } from '../lib/preferences.ts'
import { strings } from '../lib/strings.ts'

const isMac = navigator.userAgent.includes('Mac')

/** The keys of an action as they are printed on the keyboard: 'Mod+K', 'G R'. */
export function Keys({ keys }: { keys: string }) {
  const modifier = isMac ? '⌘' : preferences().language === 'de' ? 'Strg' : 'Ctrl'
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap', color: 'text.secondary' }}>
      {keys.split(' ').map((press, index) => (
        <Fragment key={index}>
          {index > 0 && ` ${strings.app.shortcuts.then} `}
          {press.split('+').map((key) => (
            <Box
              key={key}
              component="kbd"
              sx={{
                font: 'inherit',
                typography: 'caption',
                display: 'inline-block',
                minWidth: 20,
                px: 0.75,
                mx: 0.25,
                textAlign: 'center',
                border: 1,
                borderColor: 'divider',
                borderRadius: 0.5,
                bgcolor: 'background.default',
              }}
            >
              {key === 'Mod' ? modifier : (strings.app.shortcuts.keys[key] ?? key)}
            </Box>
          ))}
        </Fragment>
      ))}
    </Box>
  )
}
