import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One HTTP request with exactly these bytes for a path, and any Host: a browser or fetch would tidy both. */
export function ask(
  port: number,
  asked: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: OutgoingHttpHeaders } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: asked, method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

/** Enters by a link and gives back the Cookie header of the session. */
export async function enter(link: string): Promise<string> {
  const { port, pathname, search } = new URL(link)
  const { status, headers } = await ask(Number(port), pathname + search)
  if (status !== 200) throw new Error(`the link was answered with ${status}`)
  return headers['set-cookie']![0].split(';')[0]
}

/** A folder as a build leaves it, with something beside it that nobody may read. */
export function aBuiltPage(): { page: string; remove: () => void } {
  const above = mkdtempSync(path.join(tmpdir(), 'antrum-page-'))
  const page = path.join(above, 'renderer')
  mkdirSync(path.join(page, 'assets'), { recursive: true })
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>the page</title>')
  writeFileSync(path.join(page, 'assets/index-1.js'), 'export {}')
  writeFileSync(path.join(above, 'secret.txt'), 'secret')
  return { page, remove: () => rmSync(above, { recursive: true }) }
}
