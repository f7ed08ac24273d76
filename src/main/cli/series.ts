import type { AttributePreview } from '../deidentify/preview.ts'
import { withProject } from '../project.ts'
import { listSeries, type ListedSeries, type SeriesReport } from '../services/list-series.ts'
import { previewTags, type TagPreview } from '../services/preview-tags.ts'
import type { CliCommand } from './command.ts'

export const series: CliCommand = {
  usage: 'series <paths...>',
  summary: 'list the DICOM series in folders, and which of them an import would take',
  options: (command) =>
    command
      .option('--thumbnails', 'with --json: the middle slice of each series as a PNG, base64')
      .option(
        '--tags [uids...]',
        'show each attribute before and after de-identification, of the series an import would take or of those named; this shows patient data',
      )
      .option('--project <folder>', 'with --tags: the project whose pseudonyms are shown'),
  run: async (context, paths, { thumbnails, tags, project }) => {
    if (tags !== undefined) {
      const wanted = Array.isArray(tags) ? (tags as string[]) : undefined
      const preview =
        typeof project === 'string'
          ? await withProject(project, 'read', (open) => previewTags(open, paths, context, wanted))
          : await previewTags(null, paths, context, wanted)
      return { json: preview, text: tagText(preview) }
    }
    const report = await listSeries(paths, context, { thumbnails: thumbnails === true })
    return { json: report, text: asText(report) }
  },
}

function tagText({ series, rejected }: TagPreview): string {
  return [
    ...series.flatMap(({ file, series: id, attributes }) => {
      const gone = attributes.filter(({ fate }) => fate === 'removed').length
      return [
        `${file}  ${id}: ${attributes.length} attributes, ${gone} removed`,
        ...attributes.map(attributeText),
      ]
    }),
    ...rejected.map(({ file, reason }) => `rejected  ${file}: ${reason}`),
  ].join('\n')
}

function attributeText({ tag, name, before, values, after, fate, identifying }: AttributePreview): string {
  const others = values > 1 ? ` (and ${values - 1} other values)` : ''
  const becomes = fate === 'voxels' ? 'in the voxels and their place only' : (after ?? 'removed')
  return `  ${identifying ? '!' : ' '} (${tag}) ${(name ?? '').padEnd(28)} ${before}${others} → ${becomes}`
}

function asText({ series, rejected, withoutImages }: SeriesReport): string {
  const studies = Map.groupBy(series, ({ study }) => study)
  return [
    `${series.length} series in ${studies.size} ${studies.size === 1 ? 'study' : 'studies'}; * would be imported, others with: antrum import … --series <uid>`,
    ...[...studies].flatMap(([study, some]) => [
      `study ${study} of patient ${some[0].patient}`,
      ...some.flatMap((one) => [
        `  ${one.proposed ? '*' : ' '} ${facts(one)}`,
        `      ${one.why}`,
        ...one.problems.filter(({ reason }) => reason !== one.why).map(({ reason }) => `      ${reason}`),
        `      ${one.series}`,
      ]),
    ]),
    ...rejected.map(({ file, reason }) => `rejected  ${file}: ${reason}`),
    ...(withoutImages > 0 ? [`${withoutImages} DICOM files hold no image (reports, directories).`] : []),
  ].join('\n')
}

function facts(one: ListedSeries): string {
  const millimetres = one.spacingMm?.map((mm) => mm.toFixed(2)).join(' × ')
  return [
    `${one.number ?? '-'} ${one.description || '(no description)'}`,
    `${one.modality}${one.contrast && one.contrast !== one.modality ? ` ${one.contrast}` : ''}`,
    one.slices === null ? `${one.files} files` : `${[...one.matrix, one.slices].join(' × ')}`,
    ...(millimetres ? [`${millimetres} mm`] : []),
    ...(one.plane ? [one.plane] : []),
  ].join(' · ')
}
