import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'

interface MontageProps {
  /** Its name and what it was drawn from: drawn anew when that changes. */
  queryKey: readonly unknown[]
  draw: () => Promise<{ png: Blob; rows: string[]; failed: { subject: string; reason: string }[] }>
  show: string
  alt: (subjects: string) => string
}

/** A picture that the core draws when somebody asks for it; its letters say which side is which. */
export function Montage({ queryKey, draw, show, alt }: MontageProps) {
  const [isWanted, setIsWanted] = useState(false)
  const montage = useQuery({ queryKey, queryFn: draw, enabled: isWanted, gcTime: 0 })
  const address = useAddress(montage.data?.png)
  if (!isWanted)
    return (
      <Box>
        <Button variant="outlined" onClick={() => setIsWanted(true)}>
          {show}
        </Button>
      </Box>
    )
  if (montage.error)
    return <ErrorPanel title={strings.regions.montageFailed} error={toPayload(montage.error)} />
  if (!montage.data || !address) return <Typography role="status">{strings.regions.drawing}</Typography>
  const { rows, failed } = montage.data
  return (
    <>
      <Box
        tabIndex={0}
        role="region"
        aria-label={show}
        sx={{
          justifySelf: 'start',
          maxWidth: '100%',
          maxHeight: 560,
          overflow: 'auto',
          bgcolor: '#000',
          borderRadius: 0.5,
        }}
      >
        <img src={address} alt={alt(rows.join(', '))} style={{ display: 'block', maxWidth: '100%' }} />
      </Box>
      {failed.map(({ subject, reason }) => (
        <Typography key={subject} sx={{ color: 'warning.main' }}>
          {subject}: {reason}
        </Typography>
      ))}
    </>
  )
}

function useAddress(blob: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}
