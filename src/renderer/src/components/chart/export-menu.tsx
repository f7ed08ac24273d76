import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
import { SaveMenu } from '../save-menu.tsx'
import type { ChartNumbers } from './chart-table.tsx'
import { pictureOf, pngOf } from './picture.ts'
import { saveCsv } from './table-menu.tsx'

interface ExportMenuProps {
  title: string
  numbers: ChartNumbers
  /** What is drawn, legend included; null while the table is shown. */
  drawing: (() => HTMLElement) | null
}

export function ExportMenu({ title, numbers, drawing }: ExportMenuProps) {
  const words = strings.app.chart
  const picture = () => {
    const drawn = drawing!()
    const legend = [...drawn.querySelectorAll('li')]
    return pictureOf(drawn.querySelector('.recharts-wrapper > svg')!, { title, legend })
  }
  const saveSvg = () => saveFile(`${title}.svg`, new Blob([picture().markup], { type: 'image/svg+xml' }))
  const savePng = async () => saveFile(`${title}.png`, await pngOf(picture()))
  const isDisabled = drawing === null
  return (
    <SaveMenu
      title={title}
      items={[
        { name: words.svg, save: saveSvg, isDisabled },
        { name: words.png, save: () => void savePng(), isDisabled },
        { name: words.csv, save: () => saveCsv(title, numbers) },
      ]}
    />
  )
}
