import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ApiContext } from '../ipc/api.ts'
import { serveWorkbench } from '../server.ts'
import { buildWorkbench } from '../services/build-workbench.ts'
import { summariseProject, updateOlderProject } from '../services/project-summary.ts'
import { RecentProjects } from '../services/recent-projects.ts'
import { userFolder } from '../services/user-folder.ts'
import type { CliCommand } from './command.ts'

export const serve: CliCommand = {
  usage: 'serve [project]',
  summary: 'the workbench in a browser on this machine, until Ctrl-C; prints a link that works once',
  options: (command) =>
    command
      .option('--port <port>', 'port on 127.0.0.1; any that is free when left out')
      .option('--read-only', 'show this project and nothing else, and change nothing'),
  run: async ({ signal, progress, warn }, [project], { port = '0', readOnly }) => {
    if (project === undefined && readOnly === true)
      throw new AntrumError('usage', 'Name the project to be read: antrum serve <project> --read-only.')
    const folder = project === undefined ? null : (await inspect(project, readOnly === true)).folder
    const page = await buildWorkbench({
      signal,
      onBuild: () => progress({ phase: 'Building the pages', done: 0 }),
    })
    const server = await serveWorkbench({
      page,
      start: folder === null ? '#/home' : `#/overview?${new URLSearchParams({ folder }).toString()}`,
      context: folder !== null && readOnly === true ? reading(folder) : working(),
      port: portNumber(port),
      onEnter: () => warn(`a browser was let in. For another one: ${server.newLink()}`),
    })
    const url = server.newLink()
    return {
      json: { url, port: server.port, readOnly: readOnly === true },
      text: `Open this link in a browser on this machine; it works once:\n  ${url}\nCtrl-C ends the workbench.`,
      goesOn: stopped(signal).then(server.close),
    }
  },
}

async function inspect(project: string, readOnly: boolean) {
  if (!readOnly) await updateOlderProject(project)
  return summariseProject(project)
}

const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

const working = (): ApiContext => ({
  recent: new RecentProjects(path.join(userFolder(), 'recent-projects.json')),
  shell: null,
  readOnly: null,
})

/** The list of projects is this one, and nobody's file is touched. */
function reading(folder: string): ApiContext {
  const only = [{ folder, name: path.basename(folder), openedAt: new Date().toISOString() }]
  const list = () => Promise.resolve(only)
  return { recent: { list, add: list, forget: list }, shell: null, readOnly: folder }
}

function portNumber(given: unknown): number {
  const port = Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AntrumError('usage', `--port takes a number up to 65535; "${String(given)}" was given.`)
  }
  return port
}
