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

/** What TensorFlow runs on, and why. bfloat16 only where the hardware multiplies it natively. */
export function describeDevice(): DeviceDescription {
  const { tf, binding } = loadTensorFlow()
  const gpu = (tf.backend() as unknown as { isUsingGpuDevice?: boolean; isGPUPackage?: boolean }).isUsingGpuDevice === true
  const cpuName = os.cpus()[0]?.model.trim() ?? 'unknown CPU'
  if (gpu) {
    return { tensorflow: binding.TF_Version, device: 'gpu', deviceName: gpuName(), reason: 'TensorFlow sees a GPU; bfloat16 runs on its tensor cores', precision: 'bfloat16' }
  }
  const native = cpuHasBfloat16()
  const why = existsSync('/proc/driver/nvidia/version')
    ? 'an NVIDIA driver is installed but TensorFlow found no usable GPU: run "npm run setup -- --gpu"'
    : 'no NVIDIA driver was found'
  const arithmetic = native ? 'this CPU multiplies bfloat16 natively' : 'this CPU has no native bfloat16'
  return { tensorflow: binding.TF_Version, device: 'cpu', deviceName: cpuName, reason: `${why}; ${arithmetic}`, precision: native ? 'bfloat16' : 'float32' }
}

function cpuHasBfloat16(): boolean {
  if (process.platform !== 'linux') return false
  return /\b(avx512_bf16|amx_bf16|bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))
}

function gpuName(): string {
  try {
    const [folder] = readFileSync('/proc/driver/nvidia/gpus/0000:00:00.0/information', 'utf8').match(/Model:\s*(.*)/)?.slice(1) ?? []
    return folder ?? 'NVIDIA GPU'
  } catch {
    return 'NVIDIA GPU'
  }
}
