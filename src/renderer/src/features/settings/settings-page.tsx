import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Paper from '@mui/material/Paper'
import Switch from '@mui/material/Switch'
import { useColorScheme } from '@mui/material/styles'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { Choice } from '../../components/choice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { languages, prefer, usePreferences } from '../../lib/preferences.ts'
import { strings } from '../../lib/strings.ts'

/** What this person likes. */
export function SettingsPage({ engine }: { engine: ReactNode }) {
  const { mode = 'system', setMode } = useColorScheme()
  const { language, contrast, singleKeys } = usePreferences()
  const { settings, app } = strings
  return (
    <Box sx={{ display: 'grid', gap: 3, maxWidth: 760 }}>
      <Box>
        <PageTitle>{settings.title}</PageTitle>
        <Typography sx={{ color: 'text.secondary' }}>{settings.lead}</Typography>
      </Box>
      <Section title={settings.appearance}>
        <Choice
          label={settings.scheme}
          value={mode}
          choose={setMode}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            name: app.scheme[value],
          }))}
        />
        <Choice
          label={settings.contrast}
          value={contrast}
          choose={(value) => prefer({ contrast: value })}
          options={(['system', 'high'] as const).map((value) => ({ value, name: settings.contrasts[value] }))}
        />
        <Choice
          label={settings.language}
          value={language}
          choose={(value) => prefer({ language: value })}
          options={languages.map((value) => ({ value, name: settings.languages[value] }))}
        />
      </Section>
      <Section title={settings.keyboard}>
        <Box>
          <FormControlLabel
            control={
              <Switch
                checked={singleKeys}
                onChange={(_, checked) => prefer({ singleKeys: checked })}
                slotProps={{ input: { 'aria-describedby': 'single-keys-hint' } }}
              />
            }
            label={settings.singleKeys}
          />
          <Typography id="single-keys-hint" sx={{ color: 'text.secondary' }}>
            {settings.singleKeysHint}
          </Typography>
        </Box>
      </Section>
      {engine}
    </Box>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id} sx={{ p: 3, display: 'grid', gap: 2 }}>
      <Typography variant="h2" id={id}>
        {title}
      </Typography>
      {children}
    </Paper>
  )
}
