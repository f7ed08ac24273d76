import Download from '@mui/icons-material/FileDownloadOutlined'
import IconButton from '@mui/material/IconButton'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Tooltip from '@mui/material/Tooltip'
import { useState } from 'react'
import { formatCsv } from '../../../../shared/formats/csv.ts'
import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
import type { ChartNumbers } from './chart-table.tsx'
import { pictureOf, pngOf } from './picture.ts'

interface ExportMenuProps {
  title: string
  numbers: ChartNumbers
  /** What is drawn, legend included; null while the table is shown. */
  drawing: () => HTMLElement | null
}

export function ExportMenu({ title, numbers, drawing }: ExportMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const words = strings.app.chart
  const save = (kind: 'svg' | 'png' | 'csv') => {
    setAnchor(null)
    const drawn = drawing()
    if (kind === 'csv') {
      const text = formatCsv([numbers.columns.map((column) => column.title), ...numbers.rows])
      // The mark tells spreadsheets that it is UTF-8.
      saveFile(`${title}.csv`, new Blob(['\ufeff', text], { type: 'text/csv' }))
    } else if (drawn) {
      const legend = [...drawn.querySelectorAll('li')]
      const picture = pictureOf(drawn.querySelector('.recharts-wrapper > svg')!, { title, legend })
      if (kind === 'svg') saveFile(`${title}.svg`, new Blob([picture.markup], { type: 'image/svg+xml' }))
      else void pngOf(picture).then((png) => saveFile(`${title}.png`, png))
    }
  }
  const hasDrawing = drawing() !== null
  return (
    <>
      <Tooltip title={words.save}>
        <IconButton
          size="small"
          aria-label={words.export(title)}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          <Download sx={{ fontSize: 20 }} />
        </IconButton>
      </Tooltip>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => save('svg')} disabled={!hasDrawing}>
          {words.svg}
        </MenuItem>
        <MenuItem onClick={() => save('png')} disabled={!hasDrawing}>
          {words.png}
        </MenuItem>
        <MenuItem onClick={() => save('csv')}>{words.csv}</MenuItem>
      </Menu>
    </>
  )
}
