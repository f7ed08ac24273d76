import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import { shellQuote } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** What a project without experiments wants next, as commands to type; null once there is an experiment. */
export function nextStep({ folder, scans, datasets, experiments }: ProjectSummary) {
  const project = shellQuote(folder)
  const { placeholders } = strings.project
  if (experiments.length > 0) return null
  if (datasets.length > 0) {
    return { name: 'plan' as const, commands: [`npx antrum plan ${project} --recipe quick`] }
  }
  if (scans > 0) {
    const commands = [
      `npx antrum register ${project}`,
      `npx antrum centroids ${project} set ${placeholders.centroids}`,
      `npx antrum extract ${project}`,
      `npx antrum freeze ${project}`,
    ]
    return { name: 'freeze' as const, commands }
  }
  const commands = [`npx antrum import ${project} ${placeholders.scans} --labels ${placeholders.labels}`]
  return { name: 'import' as const, commands }
}
