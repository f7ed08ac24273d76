import Box from '@mui/material/Box'
import Chip from '@mui/material/Chip'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Typography from '@mui/material/Typography'
import type { Worklist, WorklistCase } from '../../../../shared/ipc/cases.ts'
import { formatFixed, formatMethod } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { isWrong, labelOf } from './case-list.ts'
import { caseName, labelName } from './case-words.ts'

/** Who it is, and what each run of each method said. */
export function CaseHead({
  one,
  said,
}: {
  one: WorklistCase
  said: {
    list: Worklist
    /** The same sinus as this method saw it; null where it has not. */
    own: WorklistCase | null
    /** Position of the run that is shown. */
    model: number
    choose: (model: number) => void
  }[]
}) {
  const words = strings.cases
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h2" aria-live="polite">
          {caseName(one)}
        </Typography>
        <Chip size="small" variant="outlined" label={labelName(labelOf(one))} />
      </Box>
      {said.map(({ list, own, model, choose }) => {
        const method = formatMethod(list.method)
        const isOneSeed = new Set(list.models.map(({ seed }) => seed)).size === 1
        return (
          own && (
            <Box
              key={list.method}
              sx={{ display: 'flex', columnGap: 2, rowGap: 1, flexWrap: 'wrap', alignItems: 'center' }}
            >
              <Typography sx={{ minWidth: 220 }}>
                {words.meanScore(
                  method,
                  formatFixed(own.mean, 2),
                  isWrong(own) ? words.list.wrong : words.list.right,
                )}
              </Typography>
              <ToggleButtonGroup
                exclusive
                size="small"
                value={model}
                onChange={(_, chosen: number | null) => chosen !== null && choose(chosen)}
                aria-label={words.scores(method)}
                sx={{ flexWrap: 'wrap' }}
              >
                {list.models.map(({ stage, foldIndex, seed }, index) => (
                  <ToggleButton
                    key={stage}
                    value={index}
                    sx={{ py: 0.25, fontVariantNumeric: 'tabular-nums' }}
                  >
                    {words.run(foldIndex + 1, isOneSeed ? null : seed)} · {formatFixed(own.scores[index], 2)}
                  </ToggleButton>
                ))}
              </ToggleButtonGroup>
            </Box>
          )
        )
      })}
    </Box>
  )
}
