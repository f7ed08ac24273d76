import type { Command as Commander } from 'commander'

/** What a command prints: `json` with --json, else `text`. */
export interface CommandResult {
  json: unknown
  text: string
}

/** Progress of one named phase; the front end adds rate and ETA. `total` undefined: not known yet. */
export interface Progress {
  phase: string
  done: number
  total?: number
  note?: string
}

export interface CommandContext {
  /** Aborted on SIGINT and SIGTERM: stop at the next safe point and throw AntrumError('cancelled'). */
  signal: AbortSignal
  progress: (progress: Progress) => void
  /** A line for the human, on stderr. */
  warn: (message: string) => void
}

/** One command of the command line; one file each in this folder, listed in index.ts. */
export interface CliCommand {
  /** As commander takes it: `import <project> <paths...>`. */
  usage: string
  summary: string
  options?: (command: Commander) => void
  run: (context: CommandContext, args: string[], options: Record<string, unknown>) => Promise<CommandResult>
}
