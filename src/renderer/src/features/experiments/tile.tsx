import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import Radio from '@mui/material/Radio'
import Typography from '@mui/material/Typography'
import { Fragment, useId } from 'react'
import type { ReactNode } from 'react'

interface TileProps {
  /** One of several, or any number of them. */
  kind: 'radio' | 'checkbox'
  /** Of a radio, within its group. */
  value?: string
  title: string
  text: string
  /** In small type: what it costs, what it is called. */
  note?: string
  isChosen: boolean
  disabled?: boolean
  choose: (isChosen: boolean) => void
  children?: ReactNode
}

/** A choice that explains itself: the whole tile can be clicked, its title is the name. */
export function Tile({
  kind,
  value,
  title,
  text,
  note,
  isChosen,
  disabled = false,
  choose,
  children,
}: TileProps) {
  const id = useId()
  const Control = kind === 'radio' ? Radio : Checkbox
  const names = { 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-text` }
  return (
    <Box
      sx={{
        border: 1,
        borderColor: isChosen ? 'primary.main' : 'divider',
        borderRadius: 1,
        opacity: disabled ? 0.7 : 1,
      }}
    >
      <Box component="label" sx={{ display: 'flex', gap: 1, p: 2, cursor: disabled ? 'default' : 'pointer' }}>
        <Control
          size="small"
          value={value}
          checked={isChosen}
          disabled={disabled}
          onChange={({ target }) => choose(target.checked)}
          slotProps={{ input: names }}
          sx={{ p: 0, alignSelf: 'flex-start' }}
        />
        <Box sx={{ minWidth: 0 }}>
          <Typography component="span" variant="h3" id={`${id}-title`} sx={{ display: 'block' }}>
            {title}
          </Typography>
          <Box id={`${id}-text`}>
            <Typography component="span" sx={{ display: 'block', color: 'text.secondary' }}>
              {text}
            </Typography>
            {note && (
              <Typography
                component="span"
                variant="caption"
                sx={{
                  display: 'block',
                  mt: 0.5,
                  color: 'text.secondary',
                  fontVariantNumeric: 'tabular-nums',
                }}
              >
                {/* A line ends between two facts, not within one. */}
                {note.split(' · ').map((fact, index) => (
                  <Fragment key={fact}>
                    {index > 0 && ' · '}
                    <Box component="span" sx={{ display: 'inline-block' }}>
                      {fact}
                    </Box>
                  </Fragment>
                ))}
              </Typography>
            )}
          </Box>
        </Box>
      </Box>
      {children && <Box sx={{ px: 2, pb: 2 }}>{children}</Box>}
    </Box>
  )
}
