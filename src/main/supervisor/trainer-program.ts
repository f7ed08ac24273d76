import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ProgramLine } from '../../shared/ipc/model-jobs.ts'
import { nodeBinary } from './trainer-command.ts'

interface TrainerProgramOptions {
  signal: AbortSignal
  progress: (progress: { phase: string; done: number; total: number }) => void
  /** Leaves GPUs aside: they multiply float32 with fewer digits than files are compared to. */
  cpuOnly?: boolean
  /** Another program file, for tests. */
  entry?: string
}

/**
 * Runs one of the trainer's small programs (src/trainer/<name>.ts) to its end: TensorFlow lives there and never here.
 *
 * @throws AntrumError as the program says; 'trainer-crashed' when it ends without an answer; the signal's reason.
 */
export function runTrainerProgram<Job, Answer>(
  name: 'export' | 'predict' | 'explain',
  job: Job,
  { signal, progress, cpuOnly = false, entry }: TrainerProgramOptions,
): Promise<Answer> {
  const file = entry ?? fileURLToPath(new URL(`../../trainer/${name}.ts`, import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), [file], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...(cpuOnly ? { CUDA_VISIBLE_DEVICES: '-1' } : {}) },
      windowsHide: true,
    })
    let last: ProgramLine<Answer> | undefined
    let errors = ''
    const kill = () => child.kill('SIGKILL')
    if (signal.aborted) kill()
    signal.addEventListener('abort', kill)
    child.stdin.on('error', () => {}) // It died before it read its job: 'close' tells the story.
    child.stdin.end(JSON.stringify(job))
    createInterface(child.stdout).on('line', (text) => {
      const line = parse<Answer>(text)
      if (line && 'progress' in line) progress(line.progress)
      else last = line ?? last
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)))
    child.on('error', reject)
    child.on('close', (code, endedBy) => {
      signal.removeEventListener('abort', kill)
      if (signal.aborted) reject(signal.reason as Error)
      else if (last && 'answer' in last) resolve(last.answer)
      else if (last && 'error' in last)
        reject(new AntrumError(last.error.code, last.error.message, last.error.details))
      else
        reject(
          new AntrumError(
            'trainer-crashed',
            `The engine ended without an answer (${endedBy ?? `exit code ${code}`}). Run "antrum doctor" and try again. Its last words:\n${errors.trim()}`,
          ),
        )
    })
  })
}

/** TensorFlow may print on standard output, too. */
function parse<Answer>(text: string): ProgramLine<Answer> | undefined {
  try {
    const line = JSON.parse(text) as ProgramLine<Answer>
    return 'progress' in line || 'answer' in line || 'error' in line ? line : undefined
  } catch {
    return undefined
  }
}
