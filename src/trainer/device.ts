import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import type { Precision } from '../shared/domain/stage.ts'
import { loadTensorFlow } from './tensorflow.ts'

export interface DeviceDescription {
  tensorflow: string
  device: 'cpu' | 'gpu'
  deviceName: string
  /** Why this device and this precision. */
  reason: string
  /** What `auto` means here. */
  precision: Precision
}

/** What TensorFlow runs on, and why. bfloat16 only where it was measured to be faster than float32. */
export function describeDevice(): DeviceDescription {
  const { tf, binding } = loadTensorFlow()
  const gpu =
    (tf.backend() as unknown as { isUsingGpuDevice?: boolean; isGPUPackage?: boolean }).isUsingGpuDevice ===
    true
  const cpuName = os.cpus()[0]?.model.trim() ?? 'unknown CPU'
  if (gpu) {
    return {
      tensorflow: binding.TF_Version,
      device: 'gpu',
      deviceName: gpuName(),
      reason: 'TensorFlow sees a GPU; bfloat16 runs on its tensor cores',
      precision: 'bfloat16',
    }
  }
  const bfloat16 = cpuBfloat16()
  const why = existsSync('/proc/driver/nvidia/version')
    ? 'an NVIDIA driver is installed but TensorFlow found no usable GPU: run "npm run setup -- --gpu"'
    : 'no NVIDIA driver was found'
  return {
    tensorflow: binding.TF_Version,
    device: 'cpu',
    deviceName: cpuName,
    reason: `${why}; ${bfloat16.reason}`,
    precision: bfloat16.fast ? 'bfloat16' : 'float32',
  }
}

/**
 * Training steps in bfloat16 against float32: 0.6 on an AMD core with AVX-512, 1.4 on an Intel core that has the same
 * instructions but no AMX (docs/performance.md). A rule rather than a measurement at start: a plan made twice on one
 * machine must come out the same.
 */
function cpuBfloat16(): { fast: boolean; reason: string } {
  const cpuinfo = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : ''
  const has = (flag: string) => new RegExp(`\\b${flag}\\b`).test(cpuinfo)
  if (has('amx_bf16')) return { fast: true, reason: 'this CPU multiplies bfloat16 matrices natively (AMX)' }
  if (!has('avx512_bf16') && !has('bf16')) return { fast: false, reason: 'this CPU has no native bfloat16' }
  if (has('GenuineIntel'))
    return { fast: false, reason: 'this CPU has bfloat16 but no AMX: float32 is faster' }
  return { fast: true, reason: 'this CPU multiplies bfloat16 natively' }
}

function gpuName(): string {
  try {
    const [folder] =
      readFileSync('/proc/driver/nvidia/gpus/0000:00:00.0/information', 'utf8')
        .match(/Model:\s*(.*)/)
        ?.slice(1) ?? []
    return folder ?? 'NVIDIA GPU'
  } catch {
    return 'NVIDIA GPU'
  }
}
