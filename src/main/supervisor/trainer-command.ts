import { fileURLToPath } from 'node:url'

/** How to start a trainer: an executable and its arguments. */
export interface TrainerCommand {
  command: string
  args: string[]
}

/** The trainer of this installation, reading stage folders from its standard input. */
export const trainerCommand = (): TrainerCommand => ({
  command: nodeBinary(),
  args: [fileURLToPath(new URL('../../trainer/index.ts', import.meta.url)), '--serve'],
})

/** This very Node where it runs TypeScript (22.18); the one the lockfile pins inside Electron or an older Node. */
export function nodeBinary(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > 22 || (major === 22 && minor >= 18)
  if (recent && !process.versions.electron) return process.execPath
  const [system, file] =
    process.platform === 'win32' ? ['win', 'bin/node.exe'] : [process.platform, 'bin/node']
  return fileURLToPath(
    new URL(`../../../node_modules/node-${system}-${process.arch}/${file}`, import.meta.url),
  )
}
