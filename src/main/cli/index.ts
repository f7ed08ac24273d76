import type { CliCommand } from './command.ts'
import { importScans } from './import.ts'
import { init } from './init.ts'

/** Every command, in the order `antrum --help` shows them. */
export const commands: CliCommand[] = [init, importScans]
