import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'

interface PickOneProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; name: string }[]
  choose: (value: T) => void
}

/** One of a few short words that change what is shown. */
export const PickOne = <T extends string>({ label, value, options, choose }: PickOneProps<T>) => (
  <ToggleButtonGroup
    exclusive
    size="small"
    value={value}
    onChange={(_, chosen: T | null) => chosen !== null && choose(chosen)}
    aria-label={label}
  >
    {options.map((option) => (
      <ToggleButton key={option.value} value={option.value} sx={{ py: 0.25 }}>
        {option.name}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)
