import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { EngineInfo } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { nodeBinary } from '../supervisor/trainer-command.ts'
import { describeInstallation, type Installation } from './installation.ts'

const probeSchema = z.object({
  tensorflow: z.string(),
  device: z.enum(['cpu', 'gpu']),
  deviceName: z.string(),
  reason: z.string(),
  precision: z.enum(['float32', 'bfloat16']),
  stepSeconds: z.number(),
})

const probeEntry = fileURLToPath(new URL('../../trainer/probe.ts', import.meta.url))

export interface EngineInfoOptions {
  /** The program that loads TensorFlow and prints one line of JSON about it. */
  probe?: string
  /** The first start on a GPU compiles kernels, for minutes where the driver does it. */
  timeoutMs?: number
  signal?: AbortSignal
}

/**
 * What the trainer runs on, measured by starting it: the core itself never loads TensorFlow, which may end the
 * process that does.
 *
 * @throws AntrumError 'engine-missing' when the engine is not there or cannot be loaded, 'trainer-crashed' when it
 *   ends or hangs without a word, 'cancelled'; `details` is the Installation.
 */
export async function engineInfo(options: EngineInfoOptions = {}): Promise<EngineInfo & Installation> {
  const installation = describeInstallation()
  if (!installation.addon.present && !options.probe) {
    throw new AntrumError(
      'engine-missing',
      `TensorFlow is not installed here: ${installation.addon.file} is missing. Run "npm run setup".`,
      installation,
    )
  }
  const { stepSeconds, ...engine } = await runProbe(options, installation)
  return { ...installation, engine, stepSeconds }
}

function runProbe(
  { probe = probeEntry, timeoutMs = 600_000, signal }: EngineInfoOptions,
  installation: Installation,
): Promise<z.infer<typeof probeSchema>> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), [probe], { stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    let ending: AntrumError | undefined
    const end = (error: AntrumError) => {
      ending ??= error
      child.kill('SIGKILL')
    }
    const slow = `The engine gave no answer within ${Math.round(timeoutMs / 1000)} s and was stopped. Run "antrum doctor" once more; if it hangs again, "npm run setup -- --cpu" leaves the GPU aside.`
    const timer = setTimeout(
      () => end(new AntrumError('trainer-crashed', slow, { ...installation, stderr: lastLines(stderr) })),
      timeoutMs,
    )
    const cancel = () => end(new AntrumError('cancelled', 'Stopped.'))
    if (signal?.aborted) cancel()
    signal?.addEventListener('abort', cancel)
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
    child.on('error', (cause) => {
      settle()
      const message = `Node for the trainer could not be started (${cause.message}). Run "npm run setup".`
      reject(ending ?? new AntrumError('engine-missing', message, installation, { cause }))
    })
    child.on('close', (code, endedBy) => {
      settle()
      const answer = probeSchema.safeParse(lastJson(stdout))
      if (ending) reject(ending)
      else if (code === 0 && answer.success) resolve(answer.data)
      else reject(explain(code, endedBy, stderr, installation))
    })
  })
}

/** The probe's answer is its last line; TensorFlow may print before it. */
function lastJson(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  } catch {
    return undefined
  }
}

const lastLines = (text: string) => text.trim().split('\n').slice(-8)

function explain(
  code: number | null,
  endedBy: string | null,
  stderr: string,
  installation: Installation,
): AntrumError {
  const details = { ...installation, stderr: lastLines(stderr) }
  const said = /^(?:Uncaught )?(?:\w*Error)(?: \[[^\]]*\])?: (.*)$/m.exec(stderr)?.[1]
  if (endedBy === 'SIGILL') {
    const message = `TensorFlow uses instructions that this processor lacks (${installation.cpu.name}); it needs AVX. Give a libtensorflow built for it: ANTRUM_LIBTENSORFLOW=/folder npm run setup.`
    return new AntrumError('engine-missing', message, details)
  }
  if (said && /TensorFlow could not be loaded/.test(said))
    return new AntrumError('engine-missing', said, details)
  const how = endedBy
    ? `was ended by ${endedBy}`
    : code === 0
      ? 'gave no answer'
      : `ended with exit code ${code}`
  const message = `The engine ${how}${said ? `: ${said}` : ''}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.`
  return new AntrumError('trainer-crashed', message, details)
}
