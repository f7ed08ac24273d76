import TextField from '@mui/material/TextField'
import type { TextFieldProps } from '@mui/material/TextField'

interface NumberFieldProps {
  label: string
  /** As typed: what is half typed is no number yet. */
  value: string
  change: (value: string) => void
  /** Which keys a touch screen shows. */
  inputMode: 'numeric' | 'decimal'
  sx?: TextFieldProps['sx']
}

/** A number to type. */
export const NumberField = ({ label, value, change, inputMode, sx = {} }: NumberFieldProps) => (
  <TextField
    size="small"
    label={label}
    value={value}
    onChange={({ target }) => change(target.value)}
    sx={sx}
    slotProps={{ htmlInput: { inputMode, autoComplete: 'off' } }}
  />
)
