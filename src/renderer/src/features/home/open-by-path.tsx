import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import { strings } from '../../lib/strings.ts'

/** A browser has no dialog that could show the folders of the machine Antrum runs on. */
export function OpenByPath({ openProject }: { openProject: (folder: string) => void }) {
  const [folder, setFolder] = useState('')
  const wanted = folder.trim()
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted) openProject(wanted)
      }}
      sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}
    >
      <TextField
        fullWidth
        size="small"
        label={strings.home.path}
        helperText={strings.home.pathHint}
        value={folder}
        onChange={({ target }) => setFolder(target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <Button type="submit" variant="contained" disabled={!wanted} sx={{ height: 40 }}>
        {strings.home.openPath}
      </Button>
    </Box>
  )
}
