import FolderOpen from '@mui/icons-material/FolderOpenOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { client, isInWindow, toPayload } from '../../lib/client.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { useCanChange } from '../../lib/use-host.ts'
import { OpenDoor } from './open-door.tsx'
import { OwnDoor } from './own-door.tsx'
import { RecentProjects } from './recent-projects.tsx'
import { SampleDoor } from './sample-door.tsx'

const openProject = (folder: string) => go({ page: 'overview', folder })

export function HomePage({ engine }: { engine: ReactNode }) {
  const canChange = useCanChange()
  const recent = useQuery({ queryKey: ['recent'], queryFn: () => client.project.recent() })
  const choose = useMutation({
    mutationFn: () => client.project.choose(),
    onSuccess: ({ folder }) => folder && openProject(folder),
  })
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        gap: 4,
        alignItems: 'start',
      }}
    >
      <Box sx={{ display: 'grid', gap: 3 }}>
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 3 }}>
          <Box sx={{ flex: 1 }}>
            <PageTitle>{strings.home.title}</PageTitle>
            <Typography sx={{ color: 'text.secondary' }}>{strings.home.lead}</Typography>
          </Box>
          {isInWindow && (
            <Button
              variant="contained"
              startIcon={<FolderOpen />}
              onClick={() => choose.mutate()}
              disabled={choose.isPending}
              aria-keyshortcuts="Control+O"
              title={strings.home.openShortcut}
              sx={{ flexShrink: 0 }}
            >
              {strings.home.open}
            </Button>
          )}
        </Box>
        {choose.error && <ErrorPanel title={strings.home.cannotChoose} error={toPayload(choose.error)} />}
        {recent.error && <ErrorPanel title={strings.home.cannotListRecent} error={toPayload(recent.error)} />}
        {recent.data && recent.data.length > 0 && (
          <RecentProjects projects={recent.data} openProject={openProject} />
        )}
        {/* The window has a dialog for it. */}
        {!isInWindow && canChange && <OpenDoor openProject={openProject} />}
        {canChange && (
          <Box
            sx={{
              display: 'grid',
              gap: 3,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', xl: 'repeat(2, minmax(0, 1fr))' },
            }}
          >
            <SampleDoor />
            <OwnDoor />
          </Box>
        )}
      </Box>
      {engine}
    </Box>
  )
}
