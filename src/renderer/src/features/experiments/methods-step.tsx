import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import { duration } from '../../../../shared/domain/duration.ts'
import { startingPoints } from '../../../../shared/domain/stage.ts'
import { PathField } from '../../components/path-field.tsx'
import { formatMethod } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { withMethod, withVariant } from './draft-edits.ts'
import type { StepProps } from './steps.tsx'
import { Tile } from './tile.tsx'

/** Which starting points are compared, each with why and for what. */
export function MethodsStep({ draft, recipe, recipes, costs, change }: StepProps) {
  const id = useId()
  const words = strings.experiments.methods
  const shipped = recipes.find(({ name }) => name === recipe)?.draft
  const variants = shipped?.variants ?? draft.variants ?? []
  const chosen = new Set(draft.variants?.map(({ name }) => name))
  return (
    <>
      <Box
        role="group"
        aria-label={words.list}
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))', gap: 1 }}
      >
        {startingPoints.map((method) => {
          const isChosen = draft.methods.includes(method)
          const cost = costs?.[method]
          return (
            <Tile
              key={method}
              kind="checkbox"
              title={formatMethod(method)}
              text={words.why[method]}
              note={
                cost === null
                  ? words.noUnlabelled
                  : cost
                    ? words.cost(duration(cost.seconds), cost.pretrainings, cost.finetunings)
                    : ''
              }
              isChosen={isChosen}
              // A recipe without any says nothing.
              disabled={(cost === null && !isChosen) || (isChosen && draft.methods.length === 1)}
              choose={(isWanted) => change(withMethod(draft, method, isWanted))}
            >
              {method === 'transfer' && isChosen && (
                <PathField
                  label={words.weights}
                  hint={words.weightsHint}
                  value={draft.transfer?.weights ?? ''}
                  change={(weights) => {
                    const { transfer: _, ...rest } = draft
                    change(weights === '' ? rest : { ...rest, transfer: { weights } })
                  }}
                />
              )}
            </Tile>
          )
        })}
      </Box>
      {variants.length > 0 && draft.methods.includes('residual') && (
        <Box role="group" aria-labelledby={id}>
          <Typography variant="h3" id={id}>
            {words.variants}
          </Typography>
          <Typography sx={{ color: 'text.secondary' }} gutterBottom>
            {words.variantsHint}
          </Typography>
          <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' }}>
            {variants.map(({ name }) => (
              <FormControlLabel
                key={name}
                control={
                  <Checkbox
                    size="small"
                    checked={chosen.has(name)}
                    onChange={({ target }) => change(withVariant(draft, variants, name, target.checked))}
                  />
                }
                label={name}
              />
            ))}
          </Box>
        </Box>
      )}
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.alone}
      </Typography>
    </>
  )
}
