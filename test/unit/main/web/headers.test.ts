import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { contentPolicy, isLoopbackHost, isOwnOrigin } from '../../../../src/main/web/headers.ts'

it('serves the policy that the window has', () => {
  const page = readFileSync(new URL('../../../../src/renderer/index.html', import.meta.url), 'utf8')
  expect(/Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1]).toBe(contentPolicy)
})

it('knows the names of this machine from names that only point at it', () => {
  for (const host of ['127.0.0.1:8080', 'localhost:80', 'LOCALHOST', '[::1]:9', '127.0.0.1'])
    expect(isLoopbackHost(host), host).toBe(true)
  for (const host of [
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    'evil@127.0.0.1',
    '127.0.0.1:8080@evil.example',
    '0.0.0.0:8080',
    '192.168.1.2:8080',
    '127.0.0.1:8080 ',
    'localhost:',
  ])
    expect(isLoopbackHost(host), String(host)).toBe(false)
})

it('takes only the page itself for the page: not another port, scheme or name', () => {
  expect(isOwnOrigin('http://127.0.0.1:8080', '127.0.0.1:8080')).toBe(true)
  for (const origin of [
    undefined,
    'null',
    'http://127.0.0.1:8081',
    'https://127.0.0.1:8080',
    'http://localhost:8080',
    'http://127.0.0.1:8080.evil.example',
    'http://evil.example',
  ])
    expect(isOwnOrigin(origin, '127.0.0.1:8080'), String(origin)).toBe(false)
})
