import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import List from '@mui/material/List'
import ListItem from '@mui/material/ListItem'
import ListItemButton from '@mui/material/ListItemButton'
import ListItemIcon from '@mui/material/ListItemIcon'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import useMediaQuery from '@mui/material/useMediaQuery'
import { Fragment } from 'react'
import { routeHash } from '../lib/route.ts'
import type { Route } from '../lib/route.ts'
import { strings } from '../lib/strings.ts'
import { pages } from './pages.tsx'

/** The pages there are; those of a project while one is open. Words beside the icons where there is room. */
export function Rail({ route: { page: current, folder } }: { route: Route }) {
  const isWide = useMediaQuery('(min-width: 1200px)')
  const listed = pages.filter(({ needsProject }) => !needsProject || folder !== null)
  const firstOfProject = listed.find(({ needsProject }) => needsProject)
  const name = folder?.split(/[/\\]/).findLast(Boolean) ?? ''
  return (
    <Box
      component="nav"
      aria-label={strings.app.rail}
      sx={{
        width: isWide ? 208 : 64,
        flexShrink: 0,
        px: 1,
        borderRight: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <List sx={{ position: 'sticky', top: 56 }}>
        {listed.map((page) => (
          <Fragment key={page.id}>
            {page === firstOfProject && (
              <ListItem disablePadding sx={{ display: 'block' }}>
                <Divider sx={{ my: 1 }} />
                {isWide && (
                  <Typography
                    variant="caption"
                    title={folder!}
                    sx={{ display: 'block', px: 1.5, py: 0.5, color: 'text.secondary' }}
                    noWrap
                  >
                    {name}
                  </Typography>
                )}
              </ListItem>
            )}
            {page.id === 'settings' && (
              <ListItem disablePadding sx={{ display: 'block' }}>
                <Divider sx={{ my: 1 }} />
              </ListItem>
            )}
            <ListItem disablePadding>
              <Tooltip title={isWide ? '' : strings.app.pages[page.id]} placement="right">
                <ListItemButton
                  component="a"
                  href={routeHash({ page: page.id, folder })}
                  selected={page.id === current}
                  aria-current={page.id === current ? 'page' : undefined}
                  aria-label={isWide ? undefined : strings.app.pages[page.id]}
                  sx={{ borderRadius: 1, px: 1.5, py: 1, minHeight: 40 }}
                >
                  <ListItemIcon sx={{ minWidth: isWide ? 36 : 0, color: 'inherit' }}>
                    <page.Icon sx={{ fontSize: 20 }} />
                  </ListItemIcon>
                  {isWide && strings.app.pages[page.id]}
                </ListItemButton>
              </Tooltip>
            </ListItem>
          </Fragment>
        ))}
      </List>
    </Box>
  )
}
