import { useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Manifest, Version } from '../../../../shared/ipc/dataset.ts'
import { client } from '../../lib/client.ts'
import type { Offers } from './draft-edits.ts'

const manifestOf = (folder: string, { version, hash }: Version) => ({
  queryKey: ['dataset', folder, 'manifest', hash],
  queryFn: () => client.dataset.manifest({ folder, version }),
  staleTime: Infinity,
})

const toOffers = ({ version, split }: Manifest): Offers => ({
  version,
  labelFractions: Object.keys(split.folds[0]?.fractions ?? {})
    .map(Number)
    .sort((a, b) => a - b),
  folds: split.folds.length,
})

/** What a dataset version offers a recipe; null until it is known. */
export function useOffers(folder: string, version: Version | undefined) {
  const manifest = useQuery({
    ...manifestOf(folder, version ?? ({ version: '', hash: '' } as Version)),
    enabled: version !== undefined,
  })
  return { offers: manifest.data ? toOffers(manifest.data) : null, error: manifest.error }
}

export async function offersOf(
  queries: QueryClient,
  folder: string,
  versions: readonly Version[],
  wanted: string,
): Promise<Offers> {
  const version = versions.find((one) => one.version === wanted)!
  return toOffers(await queries.fetchQuery(manifestOf(folder, version)))
}
