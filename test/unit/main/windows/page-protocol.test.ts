import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Protocol } from 'electron'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servePage } from '../../../../src/main/windows/page-protocol.ts'
import { contentPolicy } from '../../../../src/main/web/headers.ts'

type Handler = Parameters<Protocol['handle']>[1]

describe('the scheme of the page', () => {
  const above = mkdtempSync(path.join(os.tmpdir(), 'antrum-scheme-'))
  const folder = path.join(above, 'renderer')
  let handler: Handler
  const ask = async (url: string, init?: RequestInit) => handler(new Request(url, init))

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'assets'), { recursive: true })
    writeFileSync(path.join(folder, 'index.html'), '<main>page</main>')
    writeFileSync(path.join(folder, 'assets/page.js'), 'run()')
    writeFileSync(path.join(above, 'secret.txt'), 'secret')
    symlinkSync(path.join(above, 'secret.txt'), path.join(folder, 'linked.txt'))
    servePage({ handle: (scheme, given) => void (expect(scheme).toBe('antrum'), (handler = given)) }, folder)
    await ask('antrum://app/')
  })
  afterAll(() => rmSync(above, { recursive: true }))

  it('shows the page and its files, with its policy', async () => {
    const page = await ask('antrum://app/')
    expect(await page.text()).toBe('<main>page</main>')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toBe(`${contentPolicy}; frame-ancestors 'none'`)
    const script = await ask('antrum://app/assets/page.js')
    expect([script.status, await script.text()]).toEqual([200, 'run()'])
    expect(script.headers.get('content-type')).toContain('text/javascript')
  })

  it('has nothing else of the disk', async () => {
    for (const url of [
      'antrum://app/../secret.txt',
      'antrum://app/%2e%2e/secret.txt',
      'antrum://app/..%2fsecret.txt',
      'antrum://app/assets/..%5c..%5csecret.txt',
      `antrum://app/${above}/secret.txt`,
      'antrum://app//secret.txt',
      'antrum://app/linked.txt',
      'antrum://app/assets/',
      'antrum://secret.txt/',
      'antrum://else/assets/page.js',
    ]) {
      const { status } = await ask(url)
      expect(status, url).toBe(404)
    }
    expect((await ask('antrum://app/', { method: 'POST' })).status).toBe(404)
  })
})
