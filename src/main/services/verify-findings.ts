import type { VerifyFailure } from '../../shared/ipc/outputs.ts'

/** What verifying has found so far. */
export class Findings {
  readonly failures: VerifyFailure[] = []
  readonly notes: string[] = []
  readonly checked = { scans: 0, volumes: 0, stages: 0, files: 0, predictions: 0, metrics: 0 }

  fail(file: string, reason: string): void {
    this.failures.push({ file, reason })
  }

  note(text: string): void {
    this.notes.push(text)
  }

  /** Runs a check of one file; whatever keeps it from being read is a finding, not the end. */
  async check(file: string, look: () => Promise<void>): Promise<void> {
    try {
      await look()
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      this.fail(file, code === 'ENOENT' ? 'is missing' : `cannot be read: ${message}`)
    }
  }
}
