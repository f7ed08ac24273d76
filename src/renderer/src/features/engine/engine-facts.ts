import type { EngineInfo } from '../../../../shared/ipc/api.ts'
import { inWords, sentence } from '../../lib/core-words.ts'
import { formatStep } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** The engine's facts in the order of the panel, which is also what "Copy" copies. */
export function engineFacts({
  engine,
  node,
  sqlite,
  stepSeconds,
}: EngineInfo): { name: string; value: string }[] {
  const values = [
    `${strings.engine.devices[engine.device]} · ${engine.deviceName}`,
    sentence(inWords(engine.reason)),
    engine.precision,
    strings.engine.step(formatStep(stepSeconds)),
    engine.tensorflow,
    `${node} · ${sqlite}`,
  ]
  return strings.engine.order.map((name, index) => ({ name, value: values[index] }))
}
