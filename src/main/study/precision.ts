import { existsSync, readFileSync } from 'node:fs'
import type { Precision } from '../../shared/domain/stage.ts'

/**
 * What `auto` means on this machine: bfloat16 only where hardware multiplies it natively. Asked of the system, not of
 * TensorFlow, so that planning never has to load it.
 */
export function nativePrecision(): Precision {
  if (existsSync('/proc/driver/nvidia/version')) return 'bfloat16'
  if (process.platform !== 'linux') return 'float32'
  return /\b(avx512_bf16|amx_bf16|bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))
    ? 'bfloat16'
    : 'float32'
}
