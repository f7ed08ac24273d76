import { registerHooks } from 'node:module'

/**
 * `node --import <this file> out/main/index.js` runs the built main process with the double in Electron's place. The
 * real package must never be loaded by plain Node: it would download Electron's binary.
 */
const double = new URL('electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
})
