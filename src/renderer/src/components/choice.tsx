import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import Typography from '@mui/material/Typography'
import { useId } from 'react'

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; name: string }[]
  choose: (value: T) => void
}

/** One of a few, all in sight. */
export function Choice<T extends string>({ label, value, options, choose }: ChoiceProps<T>) {
  const id = useId()
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '180px 1fr', alignItems: 'center' }}>
      <Typography id={id}>{label}</Typography>
      <RadioGroup row aria-labelledby={id} value={value} onChange={(_, chosen) => choose(chosen as T)}>
        {options.map((option) => (
          <FormControlLabel
            key={option.value}
            value={option.value}
            control={<Radio size="small" />}
            label={option.name}
            sx={{ mr: 3 }}
          />
        ))}
      </RadioGroup>
    </Box>
  )
}
