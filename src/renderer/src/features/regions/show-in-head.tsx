import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useState } from 'react'
import type { Side } from '../../../../shared/domain/sinus.ts'
import type { Sinus } from '../../../../shared/ipc/regions.ts'
import { PickOne } from '../../components/pick-one.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { strings } from '../../lib/strings.ts'
import { HeadDialog } from './head-dialog.tsx'

/** Picks an extracted sinus and opens it over the head it was cut from. */
export function ShowInHead({ folder, sinuses }: { folder: string; sinuses: readonly Sinus[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [wanted, setSide] = useState<Side>('left')
  const [shown, setShown] = useState<Sinus | null>(null)
  const subjects = [...new Set(sinuses.map(({ subject }) => subject))]
  const subject = chosen !== null && subjects.includes(chosen) ? chosen : subjects[0]
  const own = sinuses.filter((sinus) => sinus.subject === subject)
  const sinus = own.find(({ side }) => side === wanted) ?? own[0]
  const words = strings.regions.extraction.inHead
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <SelectField
        label={words.subject}
        value={subject}
        options={subjects.map((value) => ({ value, name: value }))}
        choose={setChosen}
        sx={{ minWidth: 220 }}
      />
      <PickOne
        label={words.side}
        value={sinus.side}
        options={own.map(({ side }) => ({ value: side, name: words.sides[side] }))}
        choose={setSide}
      />
      <Button variant="outlined" onClick={() => setShown(sinus)}>
        {words.show}
      </Button>
      {shown && <HeadDialog folder={folder} sinus={shown} close={() => setShown(null)} />}
    </Box>
  )
}
