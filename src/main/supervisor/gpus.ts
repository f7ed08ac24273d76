import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * The GPUs this process may use, as CUDA names them; none where there is no NVIDIA driver. What CUDA_VISIBLE_DEVICES
 * leaves (a scheduler may have set it) is all there is.
 */
export async function visibleGpus(env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const visible = env.CUDA_VISIBLE_DEVICES
  if (visible !== undefined) {
    const named = visible.split(',').map((name) => name.trim())
    // CUDA stops at the first name it does not know; -1 is how people say "none".
    const end = named.findIndex((name) => name === '' || name === '-1')
    return end < 0 ? named : named.slice(0, end)
  }
  try {
    const query = ['--query-gpu=uuid', '--format=csv,noheader']
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 20_000, env })
    return stdout.split('\n').flatMap((line) => (/^GPU-\S+$/.test(line.trim()) ? [line.trim()] : []))
  } catch {
    return []
  }
}

/** Environments for so many trainers at once: one GPU each, shared in turn where there are more trainers. */
export const trainerEnvironments = (parallel: number, gpus: readonly string[]): NodeJS.ProcessEnv[] =>
  Array.from({ length: parallel }, (_, k) =>
    gpus.length === 0 ? {} : { CUDA_VISIBLE_DEVICES: gpus[k % gpus.length] },
  )
