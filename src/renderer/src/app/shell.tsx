import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import type { ReactNode } from 'react'
import icon from '../../../../resources/icons/antrum.svg'
import { strings } from '../lib/strings.ts'
import { SchemeToggle } from './scheme-toggle.tsx'

export function Shell({ goHome, children }: { goHome: () => void; children: ReactNode }) {
  return (
    <>
      <Box
        component="header"
        sx={{
          position: 'sticky',
          top: 0,
          zIndex: 'appBar',
          height: 56,
          px: 3,
          display: 'flex',
          alignItems: 'center',
          bgcolor: 'background.paper',
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <Link
          component="button"
          onClick={goHome}
          underline="none"
          sx={{
            color: 'text.primary',
            typography: 'h2',
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            mr: 'auto',
          }}
        >
          <img src={icon} alt="" width={24} height={24} />
          {strings.app.name}
        </Link>
        <SchemeToggle />
      </Box>
      <Box component="main" sx={{ maxWidth: 1280, mx: 'auto', px: 3, py: 4 }}>
        {children}
      </Box>
    </>
  )
}
