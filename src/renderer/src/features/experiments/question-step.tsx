import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import RadioGroup from '@mui/material/RadioGroup'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import { presetNames } from '../../../../shared/domain/preset-names.ts'
import { formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { fitted, withPreset } from './draft-edits.ts'
import type { StepProps } from './steps.tsx'
import { Tile } from './tile.tsx'

/** What is to be found out, and with how much effort. */
export function QuestionStep({ draft, recipe, recipes, offers, change, begin }: StepProps) {
  const id = useId()
  const words = strings.experiments.question
  const shipped = recipes.find(({ name }) => name === recipe)?.draft ?? null
  const leftOut = shipped && fitted(shipped, offers).leftOut
  return (
    <>
      <RadioGroup
        aria-label={words.recipes}
        value={recipe ?? ''}
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))', gap: 1 }}
      >
        {inOrder(recipes).map(({ name, draft: offered }) => (
          <Tile
            key={name}
            kind="radio"
            value={name}
            title={words.of[name]?.title ?? name}
            text={words.of[name]?.text ?? ''}
            note={words.recipe(name)}
            isChosen={recipe === name}
            choose={() => begin(name, offered)}
          />
        ))}
      </RadioGroup>
      {recipe === null && <Typography>{words.ownFile}</Typography>}
      {leftOut && (
        <Alert severity="info" variant="outlined">
          {words.leftOut(leftOut, leftOut.labelFractions.map(formatShare).join(', '))}
        </Alert>
      )}
      <Box>
        <Typography variant="h3" id={id} gutterBottom>
          {words.effort}
        </Typography>
        <RadioGroup
          aria-labelledby={id}
          value={draft.preset ?? ''}
          sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))', gap: 1 }}
        >
          {presetNames.map((preset) => (
            <Tile
              key={preset}
              kind="radio"
              value={preset}
              title={words.presets[preset].title}
              text={words.presets[preset].text}
              isChosen={draft.preset === preset}
              choose={() => change(withPreset(draft, preset, shipped))}
            />
          ))}
        </RadioGroup>
      </Box>
      <TextField
        size="small"
        label={words.name}
        helperText={words.nameHint}
        value={draft.name}
        onChange={({ target }) => change({ ...draft, name: target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        sx={{ maxWidth: 400 }}
      />
    </>
  )
}

/** As the questions come up in a study; a recipe nobody has put into words comes last. */
function inOrder(recipes: StepProps['recipes']): StepProps['recipes'] {
  const order = Object.keys(strings.experiments.question.of)
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return recipes.toSorted((a, b) => place(a.name) - place(b.name))
}
