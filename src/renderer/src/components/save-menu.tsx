import Download from '@mui/icons-material/FileDownloadOutlined'
import IconButton from '@mui/material/IconButton'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Tooltip from '@mui/material/Tooltip'
import { useState } from 'react'
import { strings } from '../lib/strings.ts'

interface SaveMenuProps {
  /** What is saved. */
  title: string
  items: { name: string; save: () => void; isDisabled?: boolean }[]
  /** While there is nothing to save yet. */
  isDisabled?: boolean
}

/** In which ways something can be taken away. */
export function SaveMenu({ title, items, isDisabled = false }: SaveMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const words = strings.app.chart
  return (
    <>
      <Tooltip title={words.save}>
        {/* A disabled button has no events that a tooltip could hear. */}
        <span>
          <IconButton
            size="small"
            disabled={isDisabled}
            aria-label={words.export(title)}
            aria-haspopup="menu"
            onClick={({ currentTarget }) => setAnchor(currentTarget)}
          >
            <Download sx={{ fontSize: 20 }} />
          </IconButton>
        </span>
      </Tooltip>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {items.map(({ name, save, isDisabled: isNotNow = false }) => (
          <MenuItem
            key={name}
            disabled={isNotNow}
            onClick={() => {
              setAnchor(null)
              save()
            }}
          >
            {name}
          </MenuItem>
        ))}
      </Menu>
    </>
  )
}
