import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import type { TextFieldProps } from '@mui/material/TextField'

interface SelectFieldProps<T extends string | number> {
  label: string
  hint?: string
  value: T
  options: readonly { value: T; name: string }[]
  choose: (value: T) => void
  sx?: TextFieldProps['sx']
}

/** One of several, in a list that opens. */
export const SelectField = <T extends string | number>(props: SelectFieldProps<T>) => (
  <TextField
    select
    size="small"
    label={props.label}
    helperText={props.hint}
    value={props.value}
    // The list gives back the value of an option, as it is.
    onChange={({ target }) => props.choose(target.value as T)}
    sx={props.sx ?? {}}
  >
    {props.options.map(({ value, name }) => (
      <MenuItem key={value} value={value}>
        {name}
      </MenuItem>
    ))}
  </TextField>
)
