import TextField from '@mui/material/TextField'

interface PathFieldProps {
  label: string
  hint?: string
  value: string
  change: (path: string) => void
}

/** A path on the machine that Antrum runs on. */
export const PathField = ({ label, hint, value, change }: PathFieldProps) => (
  <TextField
    fullWidth
    size="small"
    label={label}
    helperText={hint}
    value={value}
    onChange={({ target }) => change(target.value)}
    slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
  />
)
