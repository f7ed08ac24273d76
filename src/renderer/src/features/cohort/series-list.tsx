import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import Chip from '@mui/material/Chip'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import type { ListedSeries } from '../../../../shared/ipc/cohort.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatFixed } from '../../lib/format.ts'
import { SideLetter } from '../../components/side-letter.tsx'
import { strings } from '../../lib/strings.ts'

interface SeriesListProps {
  series: readonly ListedSeries[]
  chosen: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
}

/** By patient and study, each with its picture and why it is proposed or not. */
export function SeriesList({ series, chosen, choose }: SeriesListProps) {
  const { patient } = strings.cohort.series
  const studies = Map.groupBy(series, (each) => patient(String(each.patient), String(each.study)))
  const toggle = (name: string) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    choose(next)
  }
  return [...studies].map(([study, own]) => (
    <Box key={study}>
      <Typography variant="h3" gutterBottom>
        {study}
      </Typography>
      <Box sx={{ display: 'grid', gap: 1 }}>
        {own.map((each) => (
          <SeriesLine
            key={each.series}
            series={each}
            isChosen={chosen.has(each.series)}
            toggle={() => toggle(each.series)}
          />
        ))}
      </Box>
    </Box>
  ))
}

interface SeriesLineProps {
  series: ListedSeries
  isChosen: boolean
  toggle: () => void
}

function SeriesLine({ series, isChosen, toggle }: SeriesLineProps) {
  const id = useId()
  const words = strings.cohort.series
  const blocked = series.problems.some(({ blocks }) => blocks)
  const { description, number, modality, contrast, matrix, slices, spacingMm, plane, lossy } = series
  const facts = [
    number !== null && words.number(String(number)),
    modality,
    contrast,
    `${matrix.join(' × ')}${slices === null ? '' : `, ${words.slices(String(slices))}`}`,
    spacingMm && `${spacingMm.map((mm) => formatFixed(mm, 1)).join(' × ')} mm`,
    plane && strings.app.planes[plane],
    lossy && words.lossy,
  ]
  return (
    <Box
      sx={{
        display: 'flex',
        gap: 2,
        p: 1,
        border: 1,
        borderColor: isChosen ? 'primary.main' : 'divider',
        borderRadius: 1,
      }}
    >
      <Checkbox
        checked={isChosen}
        disabled={blocked}
        onChange={toggle}
        slotProps={{ input: { 'aria-labelledby': id } }}
        sx={{ alignSelf: 'center' }}
      />
      <Thumbnail series={series} />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
          <Typography variant="h3" component="span" id={id} sx={{ overflowWrap: 'anywhere' }}>
            {description || series.file}
          </Typography>
          {blocked && <Chip size="small" variant="outlined" color="error" label={words.blocked} />}
          {series.proposed && <Chip size="small" variant="outlined" color="success" label={words.proposed} />}
        </Box>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {facts.filter(Boolean).join(' · ')}
        </Typography>
        <Typography>{inWords(series.why)}</Typography>
        {series.problems.map(({ code, reason }) => (
          <Typography key={code} sx={{ color: 'warning.main' }}>
            {inWords(reason)}
          </Typography>
        ))}
      </Box>
    </Box>
  )
}

function Thumbnail({ series: { thumbnail, description, leftEdge } }: { series: ListedSeries }) {
  const words = strings.cohort.series
  return (
    <Box
      sx={{
        ...{ width: 96, height: 96, flexShrink: 0, borderRadius: 0.5, bgcolor: '#000', color: '#fff' },
        ...{ display: 'grid', placeItems: 'center', position: 'relative', typography: 'caption' },
      }}
    >
      {thumbnail ? (
        <img src={`data:image/png;base64,${thumbnail}`} alt={words.thumbnail(description)} />
      ) : (
        words.noPicture
      )}
      {thumbnail && leftEdge && (
        <>
          <SideLetter side={leftEdge} edge="left" />
          <SideLetter side={leftEdge === 'left' ? 'right' : 'left'} edge="right" />
        </>
      )}
    </Box>
  )
}
