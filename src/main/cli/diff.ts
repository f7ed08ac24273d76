import type { DatasetDiff } from '../../shared/domain/dataset-diff.ts'
import { withProject } from '../project.ts'
import { diffVersions } from '../services/dataset-versions.ts'
import type { CliCommand } from './command.ts'

export const diff: CliCommand = {
  usage: 'diff <project> <from> <to>',
  summary: 'what changed between two dataset versions: subjects, sinuses, labels, splits',
  run: async (_, [folder, from, to]) =>
    withProject(folder, 'read', async (project) => {
      const found = await diffVersions(project, from, to)
      return { json: { from, to, ...found }, text: asText(found, from, to) }
    }),
}

function asText(
  { same, subjects, sinuses, labels, roles, fractions, settings }: DatasetDiff,
  from: string,
  to: string,
) {
  if (same) return `${from} and ${to} have the same content.`
  const list = (what: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [`${what} (${names.length}): ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`]
  const moves = (changes: readonly { from: string; to: string; name: string }[]) =>
    changes.slice(0, 20).map((change) => `  ${change.name}: ${change.from} → ${change.to}`)
  const more = (count: number) => (count > 20 ? [`  … and ${count - 20} more (--json lists all)`] : [])
  return [
    ...settings.map(({ name, from: before, to: after }) => `${name}: ${before} → ${after}`),
    ...list('subjects added', subjects.added),
    ...list('subjects removed', subjects.removed),
    ...list('sinuses added', sinuses.added),
    ...list('sinuses removed', sinuses.removed),
    ...list('sinuses with other voxels', sinuses.changed),
    ...(labels.length > 0 ? [`labels changed (${labels.length}):`] : []),
    ...moves(labels.map(({ sinus, ...change }) => ({ name: sinus, ...change }))),
    ...more(labels.length),
    ...(roles.length > 0 ? [`roles changed (${roles.length}):`] : []),
    ...moves(roles),
    ...more(roles.length),
    ...list('label fractions with other subjects', fractions),
  ].join('\n')
}
