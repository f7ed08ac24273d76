import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { recentProjectSchema } from '../../shared/ipc/api.ts'
import type { RecentProject } from '../../shared/ipc/api.ts'
import { writeFileAtomic } from './atomic-file.ts'

const kept = 12

/** Projects opened lately, newest first, in a file of this user's. */
export class RecentProjects {
  private readonly file: string
  private last: Promise<RecentProject[]> = Promise.resolve([])
  private listener: (projects: RecentProject[]) => void = () => {}

  constructor(file: string) {
    this.file = file
  }

  onChange(listener: (projects: RecentProject[]) => void) {
    this.listener = listener
  }

  async list(): Promise<RecentProject[]> {
    try {
      return z.array(recentProjectSchema).parse(JSON.parse(await readFile(this.file, 'utf8')))
    } catch {
      return [] // Never written, or damaged: a convenience that must not keep anybody from working.
    }
  }

  add(folder: string): Promise<RecentProject[]> {
    const opened = { folder, name: path.basename(folder), openedAt: new Date().toISOString() }
    return this.change((projects) =>
      [opened, ...projects.filter((other) => other.folder !== folder)].slice(0, kept),
    )
  }

  forget(folder: string): Promise<RecentProject[]> {
    return this.change((projects) => projects.filter((other) => other.folder !== folder))
  }

  /** One change after another: two at once would lose one. */
  private change(next: (projects: RecentProject[]) => RecentProject[]): Promise<RecentProject[]> {
    const work = async () => {
      const projects = next(await this.list())
      await writeFileAtomic(this.file, `${JSON.stringify(projects, null, 2)}\n`)
      this.listener(projects)
      return projects
    }
    return (this.last = this.last.then(work, work))
  }
}
