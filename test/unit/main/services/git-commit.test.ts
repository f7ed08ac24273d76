import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { gitCommit } from '../../../../src/main/services/git-commit.ts'
import { aFolder } from '../../../helpers/project.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'
const write = (root: string, files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${text}\n`)
  }
  return root
}

describe('gitCommit', () => {
  it.each([
    ['a branch', { '.git/HEAD': 'ref: refs/heads/main', '.git/refs/heads/main': commit }],
    [
      'a packed branch',
      { '.git/HEAD': 'ref: refs/heads/main', '.git/packed-refs': `# pack-refs\n${commit} refs/heads/main` },
    ],
    ['no branch', { '.git/HEAD': commit }],
    [
      'a worktree',
      {
        '.git': 'gitdir: repo/worktrees/mine',
        'repo/worktrees/mine/HEAD': 'ref: refs/heads/mine',
        'repo/worktrees/mine/commondir': '../..',
        'repo/refs/heads/mine': commit,
      },
    ],
  ])('reads it on %s', (_, files) => {
    expect(gitCommit(write(aFolder(), files as Record<string, string>))).toBe(commit)
  })

  it('is null outside a checkout and for what is no hash', () => {
    expect(gitCommit(aFolder())).toBeNull()
    expect(gitCommit(write(aFolder(), { '.git/HEAD': '../../etc/passwd' }))).toBeNull()
  })
})
