import Box from '@mui/material/Box'
import Slider from '@mui/material/Slider'
import Typography from '@mui/material/Typography'
import { useId } from 'react'

interface LabelledSliderProps {
  label: string
  value: number
  max: number
  step: number
  text: string
  isDisabled?: boolean
  change: (value: number) => void
}

/** A slider with its name before it and its value after it. */
export function LabelledSlider({
  label,
  value,
  max,
  step,
  text,
  isDisabled = false,
  change,
}: LabelledSliderProps) {
  const id = useId()
  return (
    <Box sx={{ flex: '1 1 160px', display: 'flex', gap: 2, alignItems: 'center', minWidth: 160 }}>
      <Typography variant="caption" id={id} sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Slider
        size="small"
        aria-labelledby={id}
        getAriaValueText={() => text}
        value={value}
        min={0}
        max={max}
        step={step}
        disabled={isDisabled}
        onChange={(_, next) => change(next)}
      />
      <Typography
        variant="caption"
        noWrap
        sx={{ minWidth: 56, textAlign: 'right', fontVariantNumeric: 'tabular-nums', flexShrink: 0 }}
      >
        {text}
      </Typography>
    </Box>
  )
}
