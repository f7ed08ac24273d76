import path from 'node:path'
import type { EngineInfo } from '../../shared/ipc/api.ts'
import type { CalibrationCache } from '../study/calibrate.ts'
import type { Installation } from './installation.ts'

/** Where this machine's paces with this engine are kept; null where set-up has made no folder for it. */
export function calibrationCache({
  setup,
  engine,
  cpu,
  node,
}: EngineInfo & Installation): CalibrationCache | null {
  if (setup === null) return null
  const machine = [engine.deviceName, engine.tensorflow, cpu.cores, node].join(', ')
  return { file: path.join(setup.cacheDirectory, 'calibration.json'), machine }
}
