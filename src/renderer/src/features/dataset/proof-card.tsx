import Check from '@mui/icons-material/CheckOutlined'
import Broken from '@mui/icons-material/ReportGmailerrorredOutlined'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { Version } from '../../../../shared/ipc/dataset.ts'
import { Card } from '../../components/card.tsx'
import { inWords, sentence } from '../../lib/core-words.ts'
import { formatCount, formatTime } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** What keeps a model from seeing what it is judged on, each checked; and how often the test set was looked at. */
export function ProofCard({ version: { proof, testSet } }: { version: Version }) {
  const words = strings.dataset.proof
  const counts: [string, number][] = [
    [words.shared, proof.sharedSubjects],
    [words.straddling, proof.straddlingTest],
    [words.duplicates, proof.duplicates],
  ].filter((count): count is [string, number] => count[1] !== undefined)
  return (
    <Card>
      <Box component="section" aria-labelledby="proof-title" sx={{ display: 'grid', gap: 2 }}>
        <Box>
          <Typography variant="h2" id="proof-title">
            {words.title}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {proof.checks ? words.note : words.none}
          </Typography>
        </Box>
        <Box component="dl" sx={{ m: 0, display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 1 }}>
          {counts.map(([name, count]) => (
            <Box key={name}>
              <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
                {name}
              </Typography>
              <Typography
                component="dd"
                variant="h1"
                sx={{ m: 0, color: count ? 'error.main' : undefined, fontVariantNumeric: 'tabular-nums' }}
              >
                {formatCount(count)}
              </Typography>
            </Box>
          ))}
        </Box>
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
          {proof.checks?.map(({ name, ok, found }) => (
            <Box component="li" key={name} sx={{ display: 'flex', gap: 1 }}>
              {ok ? (
                <Check titleAccess={words.passed} sx={{ fontSize: 18, color: 'success.main' }} />
              ) : (
                <Broken titleAccess={words.broken} sx={{ fontSize: 18, color: 'error.main' }} />
              )}
              <Typography sx={{ flex: 1, minWidth: 0 }}>
                {sentence(inWords(name))}
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {' '}
                  · {inWords(found)}
                </Box>
              </Typography>
            </Box>
          ))}
        </Box>
        <Typography>
          {words.locked(testSet.reads, testSet.evaluatedModels)}{' '}
          {testSet.lastReadAt && words.lastRead(formatTime(testSet.lastReadAt))}
        </Typography>
      </Box>
    </Card>
  )
}
