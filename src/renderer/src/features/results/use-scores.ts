import { useQuery } from '@tanstack/react-query'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import { client } from '../../lib/client.ts'

/** A method at a label fraction. */
export interface Chosen {
  method: StudyArm
  labelFraction: number
}

/** Every score of the chosen models; kept while the page is open, since reading them counts as a look at the test set. */
export const useScores = (folder: string, experiment: string, chosen: Chosen) =>
  useQuery({
    queryKey: ['scores', folder, experiment, chosen],
    queryFn: () => client.results.scores({ folder, experiment, ...chosen }),
    staleTime: Infinity,
  })
