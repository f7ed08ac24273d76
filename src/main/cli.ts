import { Command } from 'commander'
import { AntrumError, toErrorPayload } from '../shared/ipc/error.ts'
import type { CommandContext } from './cli/command.ts'
import { commands } from './cli/index.ts'
import { progressLine } from './cli/progress-line.ts'

/** `antrum <command>`: exit 0 done, 1 failed, 2 wrong usage, 130 cancelled. Results on stdout, the rest on stderr. */
async function main(argv: string[]): Promise<number> {
  const wantsJson = argv.includes('--json')
  const fail = (error: unknown) => {
    const payload = toErrorPayload(error)
    if (wantsJson) process.stdout.write(`${JSON.stringify({ error: payload })}\n`)
    else process.stderr.write(`antrum: ${payload.message}\n`)
    if (payload.code === 'internal' && error instanceof Error && process.env.ANTRUM_DEBUG)
      console.error(error.stack)
    return payload.code === 'usage' ? 2 : payload.code === 'cancelled' ? 130 : 1
  }

  const abort = new AbortController()
  const stop = () =>
    abort.abort(new AntrumError('cancelled', 'Stopped. Run the same command again to continue.'))
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  // bin/antrum.mjs started this process on an older Node, and was killed.
  process.on('disconnect', stop)
  process.channel?.unref()
  const line = progressLine(process.stderr)
  const context: CommandContext = {
    signal: abort.signal,
    progress: line.update,
    warn: (message) => line.print(`antrum: ${message}`),
  }

  let exitCode = 0
  const program = new Command('antrum')
    .description('Self-supervised learning for maxillary sinus anomalies, from head MRI to AUROC.')
    .exitOverride()
    .configureOutput({ writeErr: (text) => void (wantsJson || process.stderr.write(text)) })
    .showHelpAfterError('(add --help for usage)')
  for (const command of commands) {
    const sub = program
      .command(command.usage)
      .description(command.summary)
      .option('--json', 'print one JSON document on stdout')
    command.options?.(sub)
    sub.action(async (...all: unknown[]) => {
      const given = all
        .slice(0, -2)
        .flat()
        .filter((value) => value !== undefined) as string[]
      try {
        const {
          json,
          text,
          failed = false,
          goesOn,
        } = await command.run(context, given, all.at(-2) as Record<string, unknown>)
        line.clear()
        process.stdout.write(wantsJson ? `${JSON.stringify(json)}\n` : `${text.trimEnd()}\n`)
        if (failed) exitCode = 1
        await goesOn
      } catch (error) {
        line.clear()
        exitCode = fail(abort.signal.aborted ? abort.signal.reason : error)
      }
    })
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'commander.helpDisplayed' || code === 'commander.version' || code === 'commander.help')
      return 0
    return wantsJson ? fail(new AntrumError('usage', message)) : 2
  }
  return exitCode
}

process.exitCode = await main(process.argv.slice(2))
