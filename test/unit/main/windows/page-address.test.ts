import { describe, expect, it, vi } from 'vitest'
import type { IpcMainEvent } from 'electron'
import { isOurPage } from '../../../../src/main/windows/api-port.ts'
import { isPage, pageAddress } from '../../../../src/main/windows/page-address.ts'

const address = 'antrum://app/'

describe('the page of the app', () => {
  it('is the built one, or the development server, but never the latter once packaged', () => {
    expect(pageAddress(false)).toBe(address)
    vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173')
    expect(pageAddress(false)).toBe('http://localhost:5173/')
    expect(pageAddress(true)).toBe(address)
    vi.unstubAllEnvs()
  })

  it('is told apart from every other address', () => {
    for (const same of [address, `${address}#/project?folder=%2Fa`]) expect(isPage(same, address)).toBe(true)
    for (const other of [
      '',
      'about:blank',
      'https://example.org/',
      `${address}?x=1`,
      `${address}../evil.html`,
      `${address}assets/x.js`,
      'antrum://else/',
      'file:///opt/antrum/out/renderer/index.html',
    ]) {
      expect(isPage(other, address)).toBe(false)
    }
  })

  it('is listened to only in its top frame, and only while it is there', () => {
    const top = { url: `${address}#/` }
    const event = (senderFrame: unknown) =>
      ({ sender: { mainFrame: top }, senderFrame }) as unknown as IpcMainEvent
    expect(isOurPage(event(top), address)).toBe(true)
    expect(isOurPage(event({ url: address }), address)).toBe(false)
    expect(isOurPage(event(null), address)).toBe(false)
    top.url = 'https://example.org/'
    expect(isOurPage(event(top), address)).toBe(false)
  })
})
