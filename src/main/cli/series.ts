import { listSeries, type ListedSeries, type SeriesReport } from '../services/list-series.ts'
import type { CliCommand } from './command.ts'

export const series: CliCommand = {
  usage: 'series <paths...>',
  summary: 'list the DICOM series in folders, and which of them an import would take',
  options: (command) =>
    command.option('--thumbnails', 'with --json: the middle slice of each series as a PNG, base64'),
  run: async (context, paths, { thumbnails }) => {
    const report = await listSeries(paths, context, { thumbnails: thumbnails === true })
    return { json: report, text: asText(report) }
  },
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
