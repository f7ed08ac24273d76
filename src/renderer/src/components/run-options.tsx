import Box from '@mui/material/Box'
import { NumberField } from './number-field.tsx'
import { PickOne } from './pick-one.tsx'
import { strings } from '../lib/strings.ts'
import { useRunOptions } from '../lib/use-start.ts'

/** Where runs are computed and how many at once; remembered for the project. */
export function RunOptionFields({ folder }: { folder: string }) {
  const { options, choose } = useRunOptions(folder)
  const words = strings.start
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <PickOne
        label={words.where}
        value={options.executor}
        options={(['local', 'slurm'] as const).map((value) => ({ value, name: words.executors[value] }))}
        choose={(executor) => choose({ ...options, executor })}
      />
      <NumberField
        inputMode="numeric"
        label={words.parallel}
        value={options.parallel}
        change={(parallel) => choose({ ...options, parallel })}
        sx={{ width: 240 }}
      />
    </Box>
  )
}
