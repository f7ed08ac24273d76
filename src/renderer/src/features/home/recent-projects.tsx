import Close from '@mui/icons-material/CloseOutlined'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import List from '@mui/material/List'
import ListItem from '@mui/material/ListItem'
import ListItemButton from '@mui/material/ListItemButton'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RecentProject } from '../../../../shared/ipc/api.ts'
import { client } from '../../lib/client.ts'
import { formatTime } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

export function RecentProjects({
  projects,
  openProject,
}: {
  projects: RecentProject[]
  openProject: (folder: string) => void
}) {
  const queryClient = useQueryClient()
  const forget = useMutation({
    mutationFn: (folder: string) => client.project.forget({ folder }),
    onSuccess: (left) => queryClient.setQueryData(['recent'], left),
  })
  return (
    <Box component="section" aria-labelledby="recent-title">
      <Typography variant="h2" id="recent-title" gutterBottom>
        {strings.home.recent}
      </Typography>
      <Paper>
        <List disablePadding>
          {projects.map(({ folder, name, openedAt }, index) => (
            <ListItem
              key={folder}
              disablePadding
              divider={index < projects.length - 1}
              secondaryAction={
                <IconButton
                  edge="end"
                  size="small"
                  aria-label={strings.home.forget(name)}
                  onClick={() => forget.mutate(folder)}
                >
                  <Close sx={{ fontSize: 18 }} />
                </IconButton>
              }
            >
              <ListItemButton onClick={() => openProject(folder)} sx={{ py: 1.5 }}>
                <Box sx={{ minWidth: 0, flex: 1 }}>
                  <Typography variant="h3" component="span" sx={{ display: 'block' }}>
                    {name}
                  </Typography>
                  <Typography
                    variant="caption"
                    sx={{ display: 'block', color: 'text.secondary', overflowWrap: 'anywhere' }}
                  >
                    {folder}
                  </Typography>
                </Box>
                <Typography variant="caption" sx={{ color: 'text.secondary', pl: 2, flexShrink: 0 }}>
                  {strings.home.openedAt(formatTime(openedAt))}
                </Typography>
              </ListItemButton>
            </ListItem>
          ))}
        </List>
      </Paper>
    </Box>
  )
}
