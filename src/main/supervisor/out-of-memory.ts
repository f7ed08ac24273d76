import { readFileSync } from 'node:fs'

const counters = ['/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control', '/proc/vmstat']

/**
 * Processes the kernel has ended for want of memory since it booted, in this process's control group and machine-wide:
 * whoever compares two readings knows whether it did so in between. Null where the kernel does not count (not Linux).
 */
export function outOfMemoryKills(files = counters): number | null {
  const counts = files.map(readOrEmpty).flatMap((text) => {
    const [, count] = /^oom_kill (\d+)$/m.exec(text) ?? []
    return count === undefined ? [] : [Number(count)]
  })
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count)
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
