import { expect, it } from 'vitest'
import { Gate } from '../../../../src/main/web/gate.ts'

const sessionOf = (cookie: string) => cookie.split(';')[0]

it('lets in whoever has the token, once, and asks for the session ever after', () => {
  const gate = new Gate(8080)
  const token = gate.newToken()
  const redeemed = gate.redeem(token)
  expect(redeemed).toEqual({
    cookie: expect.stringMatching(/^antrum-8080=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/) as string,
  })
  expect(gate.redeem(token)).toEqual({ refused: 'unknown' })
  const session = sessionOf((redeemed as { cookie: string }).cookie)
  expect(gate.admits(session)).toBe(true)
  expect(gate.admits(`theme=dark; ${session}; other=1`)).toBe(true)
})

it('knows no session but its own', () => {
  const gate = new Gate(8080)
  const { cookie } = new Gate(8080).redeem('') as { cookie?: string }
  expect(cookie).toBeUndefined()
  const other = new Gate(8080)
  const foreign = other.redeem(other.newToken()) as { cookie: string }
  for (const header of [
    undefined,
    '',
    'antrum-8080=',
    'antrum-8080',
    'antrum-8080=x',
    sessionOf(foreign.cookie),
  ])
    expect(gate.admits(header)).toBe(false)
  const mine = gate.redeem(gate.newToken()) as { cookie: string }
  expect(gate.admits(sessionOf(mine.cookie).replace('8080', '8081'))).toBe(false)
})

it('forgets a link when the next one is made', () => {
  const gate = new Gate(1)
  const first = gate.newToken()
  const second = gate.newToken()
  expect(gate.redeem(first)).toEqual({ refused: 'unknown' })
  expect(gate.redeem(second)).toHaveProperty('cookie')
})

it('stops looking at tokens after twenty wrong ones in a minute, and holds up no session', () => {
  let now = 0
  const gate = new Gate(1, () => now)
  const { cookie } = gate.redeem(gate.newToken()) as { cookie: string }
  const token = gate.newToken()
  for (let guess = 0; guess < 20; guess++)
    expect(gate.redeem(`guess ${guess}`)).toEqual({ refused: 'unknown' })
  expect(gate.redeem(token)).toEqual({ refused: 'too-many' })
  expect(gate.admits(sessionOf(cookie))).toBe(true)
  now = 60_000
  expect(gate.redeem(token)).toHaveProperty('cookie')
})
