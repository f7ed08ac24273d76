import Dark from '@mui/icons-material/DarkModeOutlined'
import Light from '@mui/icons-material/LightModeOutlined'
import System from '@mui/icons-material/SettingsBrightnessOutlined'
import { useColorScheme } from '@mui/material/styles'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Tooltip from '@mui/material/Tooltip'
import { strings } from '../lib/strings.ts'

const choices = [
  { mode: 'system', Icon: System },
  { mode: 'light', Icon: Light },
  { mode: 'dark', Icon: Dark },
] as const

export function SchemeToggle() {
  const { mode, setMode } = useColorScheme()
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={mode ?? 'system'}
      onChange={(_, chosen: (typeof choices)[number]['mode'] | null) => chosen && setMode(chosen)}
      aria-label={strings.app.scheme.label}
    >
      {choices.map(({ mode: choice, Icon }) => (
        <Tooltip key={choice} title={strings.app.scheme[choice]}>
          <ToggleButton
            value={choice}
            selected={mode === choice}
            aria-label={strings.app.scheme[choice]}
            sx={{ p: 0.75 }}
          >
            <Icon sx={{ fontSize: 18 }} />
          </ToggleButton>
        </Tooltip>
      ))}
    </ToggleButtonGroup>
  )
}
