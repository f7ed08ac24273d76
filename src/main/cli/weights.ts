import type { LayerMap } from '../../shared/domain/foreign-encoder.ts'
import { printable } from '../../shared/formats/damaged.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readForeignEncoder } from '../services/foreign-weights.ts'
import type { CliCommand } from './command.ts'
import { wholeNumber } from './numbers.ts'

/** More lines than this of one reason are counted, not listed. */
const listed = 8

export const weights: CliCommand = {
  usage: 'weights <file>',
  summary: "how somebody else's weights (.pth, .safetensors) fit the encoder: the layer map, or why not",
  options: (command) =>
    command.option('--width <channels>', "channels of the encoder's stem", wholeNumber, 64),
  run: async (_, [file], { width }) => {
    if ((width as number) < 1) throw new AntrumError('usage', '--width takes a whole number of at least 1.')
    const { map } = await readForeignEncoder(file, width as number)
    return { json: map, text: asText(map) }
  },
}

function asText(map: LayerMap): string {
  const { form, width, inputChannels, shortcut, matched, reshaped, missing, unused, notes } = map
  const pairs = [
    ...matched.map(({ from, to, shape }) => [printable(from), to, shapeText(shape)]),
    ...reshaped.map(({ from, to, shape, fileShape, how }) => [
      printable(from),
      to,
      `${shapeText(shape)} from ${shapeText(fileShape)}, ${how}`,
    ]),
  ]
  const channels = inputChannels === 1 ? '1 input channel' : `${inputChannels} input channels`
  return [
    `3-D ResNet-18 of width ${width}, ${channels}, shortcut type ${shortcut} (${form})`,
    `${pairs.length} tensors go into the encoder, ${missing.length} of its own start fresh, ${unused.length} of the file are not used.`,
    '',
    ...columns([['In the file', 'In the encoder', 'Shape'], ...pairs]),
    ...grouped(
      'Start fresh',
      missing.map(({ to, reason }) => [to, reason]),
    ),
    ...grouped(
      'Not used',
      unused.map(({ from, reason }) => [printable(from), reason]),
    ),
    '',
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n')
}

const shapeText = (shape: readonly number[]) => shape.join('×')

function columns(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  )
}

/** Names under their reason, one reason after the other. */
function grouped(title: string, entries: string[][]): string[] {
  return [...Map.groupBy(entries, ([, reason]) => reason)].flatMap(([reason, group]) => [
    '',
    `${title}: ${reason}`,
    ...group.slice(0, listed).map(([name]) => `  ${name}`),
    ...(group.length > listed ? [`  and ${group.length - listed} more`] : []),
  ])
}
