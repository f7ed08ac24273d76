import Typography from '@mui/material/Typography'
import { useEffect, useRef } from 'react'
import { titlePage } from '../lib/document-title.ts'

/** The page's one heading. It takes the focus when the page appears, so that keyboard and screen reader start there. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    titlePage(children)
    heading.current?.focus()
  }, [children])
  return (
    <Typography
      variant="h1"
      ref={heading}
      tabIndex={-1}
      sx={{ outline: 'none !important', overflowWrap: 'anywhere' }}
    >
      {children}
    </Typography>
  )
}
