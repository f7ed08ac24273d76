import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sampleSizes } from '../../../../shared/ipc/api.ts'
import type { SampleSize } from '../../../../shared/ipc/api.ts'
import { PathForm } from '../../components/path-form.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { Section } from '../../components/section.tsx'
import { WorkState } from '../../components/work-progress.tsx'
import { client } from '../../lib/client.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'

/** From nothing to a running study: heads are made, imported, registered and cut here, and its runs are shown. */
export function SampleDoor() {
  const [size, setSize] = useState<SampleSize>('usual')
  /** Somebody who went to another page meanwhile is left there. */
  const [isWaiting, setIsWaiting] = useState(false)
  const places = useQuery({ queryKey: ['places'], queryFn: () => client.project.places() })
  const { work, isRunning, start, stop } = useLongWork<never, { project: string }>('sample study')
  const make = (folder: string) => {
    setIsWaiting(true)
    start((options) => client.project.sample({ folder, size }, options))
  }
  const choose = useMutation({
    mutationFn: () => client.host.choose({ what: 'folder' }),
    onSuccess: ({ paths: [folder] }) => folder && make(folder),
  })
  const ready = work?.result?.project
  const watch = (project: string) => go({ page: 'runs', folder: project })
  useEffect(() => {
    if (isWaiting && ready !== undefined) watch(ready)
  }, [isWaiting, ready])
  const words = strings.home.sample
  return (
    <Section title={words.title} text={words.text}>
      {!isRunning && (
        <>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
            <PickOne
              label={words.size}
              value={size}
              options={sampleSizes.map((value) => ({ value, name: words.sizes[value] }))}
              choose={setSize}
            />
            <Typography variant="caption" sx={{ color: 'text.secondary', flex: 1, minWidth: 200 }}>
              {words.hints[size]}
            </Typography>
          </Box>
          <PathForm
            key={size}
            label={words.folder}
            hint={strings.home.pathHint}
            {...(places.data && { suggestion: places.data.sample[size] })}
            submit={words.start}
            dialog={{ name: words.choose, isOpen: choose.isPending, open: () => choose.mutate() }}
            onSubmit={make}
          />
        </>
      )}
      <WorkState
        work={work}
        label={words.running}
        stop={stop}
        failed={words.failed}
        stopped={words.stopped}
      />
      {ready !== undefined && (
        <Alert
          severity="success"
          variant="outlined"
          action={
            <Button color="inherit" onClick={() => watch(ready)}>
              {words.watch}
            </Button>
          }
        >
          {words.ready}
        </Alert>
      )}
    </Section>
  )
}
