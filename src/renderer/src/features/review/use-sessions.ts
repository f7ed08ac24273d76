import { useQuery } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'

export const sessionsKey = (folder: string) => ['review', folder, 'sessions']

/** Every review with how far its readers are. */
export const useSessions = (folder: string) =>
  useQuery({ queryKey: sessionsKey(folder), queryFn: () => client.review.sessions({ folder }) })
