import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where a fixture of test/fixtures lies. */
export const fixturePath = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
export const fixtureBytes = (name: string) => readFileSync(fixturePath(name))
