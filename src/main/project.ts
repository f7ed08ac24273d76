import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { AntrumError } from '../shared/ipc/error.ts'
import { openDatabase, type Db } from './db/connection.ts'
import type { ProjectHolder } from '../shared/ipc/queue.ts'
import { takeProjectLock, type ProjectLock } from './db/project-lock.ts'

export interface ProjectPaths {
  root: string
  scans: string
  volumes: string
  stages: string
  exports: string
  cases: string
}

/** An open project folder. `close` it: until then nobody else can write it. */
export interface Project {
  db: Db
  paths: ProjectPaths
  readOnly: boolean
  /** Who holds the project when we only read it; null otherwise or when not known. */
  heldBy: ProjectHolder | null
  close: () => Promise<void>
}

export const databaseFile = 'antrum.sqlite'
export const lockFile = 'antrum.lock'
const folders = ['scans', 'volumes', 'stages', 'weights', 'exports', 'cases'] as const

/**
 * Makes a folder a project. A folder that is one already is left as it is (so a killed `init` can be repeated).
 *
 * @throws AntrumError 'already-exists' when the folder holds other things, 'database' when it cannot be written.
 */
export async function createProject(folder: string): Promise<{ folder: string; created: boolean }> {
  const root = path.resolve(folder)
  const created = !existsSync(path.join(root, databaseFile))
  const isOurs = (name: string) => name.startsWith('antrum.') || (folders as readonly string[]).includes(name)
  const foreign = existsSync(root) ? readEntries(root).filter((name) => !isOurs(name)) : []
  if (created && foreign.length > 0) {
    throw new AntrumError(
      'already-exists',
      `A project wants a folder of its own and ${root} holds other things (${foreign.slice(0, 3).join(', ')}). ` +
        'Name a new or empty folder.',
    )
  }
  try {
    for (const name of folders) mkdirSync(path.join(root, name), { recursive: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw error
    throw new AntrumError(
      'database',
      `No project can be made at ${root}: ${message}. Choose a folder you may write.`,
    )
  }
  await (await openProject(root, { mode: 'write', create: true })).close()
  return { folder: root, created }
}

/**
 * Opens a project folder.
 *
 * @param mode  'write': the caller changes things, and fails with 'read-only' when another process holds the project.
 *              'read': never waits and never locks; sees what is committed. 'write-if-free': write, or else read.
 * @throws AntrumError 'not-found' when the folder is no project, 'read-only', 'database' (see openDatabase).
 */
export async function openProject(
  folder: string,
  { mode, create = false }: { mode: 'read' | 'write' | 'write-if-free'; create?: boolean },
): Promise<Project> {
  const root = path.resolve(folder)
  if (!create && !existsSync(path.join(root, databaseFile))) {
    const found = existsSync(root) ? 'there is no antrum.sqlite in it' : 'there is no such folder'
    throw new AntrumError(
      'not-found',
      `${root} is no Antrum project: ${found}. Make one with: antrum init ${folder}`,
    )
  }
  const lock = mode === 'read' ? null : lockProject(root)
  if (lock && 'heldBy' in lock && mode === 'write') throw heldElsewhere(root, lock.heldBy)
  const held = lock && 'release' in lock ? lock : null
  try {
    const { db, sqlite } = openDatabase(path.join(root, databaseFile), { readOnly: held === null })
    return {
      db,
      paths: projectPaths(root),
      readOnly: held === null,
      heldBy: lock && 'heldBy' in lock ? lock.heldBy : null,
      close: async () => {
        await db.destroy()
        sqlite.close() // Kysely leaves a connection open that it has never used.
        held?.release()
      },
    }
  } catch (error) {
    held?.release()
    throw error
  }
}

/** Runs `work` on an open project and closes it whatever happens. */
export async function withProject<T>(
  folder: string,
  mode: 'read' | 'write',
  work: (project: Project) => Promise<T>,
): Promise<T> {
  const project = await openProject(folder, { mode })
  try {
    return await work(project)
  } finally {
    await project.close()
  }
}

export function projectPaths(root: string): ProjectPaths {
  const inside = (name: (typeof folders)[number]) => path.join(root, name)
  return {
    root,
    scans: inside('scans'),
    volumes: inside('volumes'),
    stages: inside('stages'),
    exports: inside('exports'),
    cases: inside('cases'),
  }
}

function lockProject(root: string): ProjectLock | { heldBy: ProjectHolder | null } {
  try {
    return takeProjectLock(path.join(root, lockFile))
  } catch (error) {
    throw new AntrumError(
      'database',
      `${root} cannot be written (${(error as Error).message}). Check that you may write the folder and its disk is not full.`,
      undefined,
      { cause: error },
    )
  }
}

function heldElsewhere(root: string, holder: ProjectHolder | null): AntrumError {
  const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
  return new AntrumError(
    'read-only',
    `${root} is being written by ${who}. Wait until it is finished or end it, then try again; reading is possible meanwhile.`,
    holder ?? undefined,
  )
}

function readEntries(root: string): string[] {
  try {
    return readdirSync(root)
  } catch {
    throw new AntrumError(
      'already-exists',
      `A project wants a folder and ${root} is a file. Name a new or empty folder.`,
    )
  }
}
