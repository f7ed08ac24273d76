import { expect, it } from 'vitest'
import { enterPage, languageOf, refusalPage } from '../../../../src/main/web/pages.ts'

it('takes German where a browser wants it first, as the workbench does', () => {
  expect(['de-DE,de;q=0.9,en;q=0.8', 'de', ' DE-at'].map(languageOf)).toEqual(['de', 'de', 'de'])
  expect(['en-GB,de;q=0.9', 'den', '', undefined].map(languageOf)).toEqual(['en', 'en', 'en', 'en'])
})

it.each(['session', 'link', 'too-many', 'host', 'path'] as const)('refuses in either language: %s', (why) => {
  const [english, german] = [refusalPage(why, 'en'), refusalPage(why, 'de')]
  expect(english).toMatch(/^<!doctype html><html lang="en">.*<h1>[^<]+<\/h1><p>[^<]+<\/p>/)
  expect(german).toMatch(/^<!doctype html><html lang="de">.*<h1>[^<]+<\/h1><p>[^<]+<\/p>/)
  const textOf = (html: string) => html.match(/<main>.*<\/main>/)![0]
  expect(textOf(german)).not.toBe(textOf(english))
})

it('goes on to the workbench, whatever its address holds', () => {
  expect(enterPage('#/overview?folder="a"&b', 'de')).toContain(
    'content="0;url=/#/overview?folder=&quot;a&quot;&amp;b"',
  )
})
