import type { Command as Commander } from 'commander'
import type { ServiceContext } from '../services/service-context.ts'

export type { Progress } from '../services/service-context.ts'

/** What a command prints: `json` with --json, else `text`. */
export interface CommandResult {
  json: unknown
  text: string
  /** The command did its work and the answer is bad news: exit 1 all the same. */
  failed?: boolean
  /** The command goes on after this was printed, until it is stopped. */
  goesOn?: Promise<unknown>
}

export interface CommandContext extends ServiceContext {
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
