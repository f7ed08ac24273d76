import type { CliCommand } from './command.ts'

/** Every command, in the order `antrum --help` shows them. */
export const commands: CliCommand[] = []
