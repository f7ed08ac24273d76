import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** The commit a checkout stands at; null where there is none to read, as in an installed package. */
export function gitCommit(root: string): string | null {
  try {
    const entry = path.join(root, '.git')
    // A worktree has a file there that says where its folder is.
    const folder = statSync(entry).isDirectory()
      ? entry
      : path.resolve(root, read(entry).replace(/^gitdir: /, ''))
    const head = read(path.join(folder, 'HEAD'))
    const ref = /^ref: (.+)$/.exec(head)?.[1]
    return ref === undefined ? hash(head) : (loose(folder, ref) ?? packed(folder, ref))
  } catch {
    return null
  }
}

function loose(folder: string, ref: string): string | null {
  for (const place of [folder, common(folder)]) {
    try {
      return hash(read(path.join(place, ref)))
    } catch {
      // It is in the other place, or packed.
    }
  }
  return null
}

function packed(folder: string, ref: string): string | null {
  const line = read(path.join(common(folder), 'packed-refs'))
    .split('\n')
    .find((one) => one.endsWith(` ${ref}`))
  return line ? hash(line.split(' ')[0]) : null
}

function common(folder: string): string {
  try {
    return path.resolve(folder, read(path.join(folder, 'commondir')))
  } catch {
    return folder
  }
}

const read = (file: string): string => readFileSync(file, 'utf8').trim()
const hash = (text: string): string | null => (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text) ? text : null)
