import { useQuery } from '@tanstack/react-query'
import { client } from './client.ts'

/** Who serves this page; asked once. Undefined until the answer is there. */
export const useHost = () =>
  useQuery({ queryKey: ['host'], queryFn: () => client.host.describe(), staleTime: Infinity }).data

/** Whether the project may be changed from here; false also while that is not known yet. */
export const useCanChange = () => useHost()?.readOnly === null
