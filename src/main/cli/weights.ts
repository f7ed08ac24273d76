import { readForeignEncoder } from '../services/foreign-weights.ts'
import type { LayerMap } from '../../shared/domain/foreign-encoder.ts'
import type { CliCommand } from './command.ts'
import { wholeNumber } from './numbers.ts'

export const weights: CliCommand = {
  usage: 'weights <file>',
  summary: 'say whether a checkpoint (.pth, .pt, .safetensors) fits the encoder, layer by layer',
  options: (command) => command.option('--width <n>', 'width of the encoder’s first stage', wholeNumber, 64),
  run: async (_, [file], options) => {
    const { map } = await readForeignEncoder(file, options.width as number)
    return { json: map, text: asText(map) }
  },
}

function asText({ matched, missing, unused, width, shortcut, notes }: LayerMap): string {
  const rows = [
    ...matched.map(
      ({ from, to, shape }) =>
        `  taken over  ${to}  ${shape.join('×')}${`encoder.${from}` === to ? '' : `  from ${from}`}`,
    ),
    ...missing.map(({ to, shape, reason }) => `  fresh       ${to}  ${shape.join('×')}  ${reason}`),
    ...unused.map(({ from, reason }) => `  not used    ${from}  ${reason}`),
  ]
  return [
    `A 3-D ResNet-18 of width ${width}, shortcuts of type ${shortcut}: ${matched.length} tensors fit, ${missing.length} of ours start fresh, ${unused.length} are not used.`,
    ...rows,
    ...notes,
  ].join('\n')
}
