import { knownEngine } from '../services/known-engine.ts'
import { api } from './api.ts'

export const engine = {
  info: api.engine.info.handler(({ input }) => knownEngine(input)),
}
