import { posix } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { normalizePath } from 'vite'
import type { Plugin } from 'vite'

const root = normalizePath(import.meta.dirname)

/**
 * The core finds the trainer, its workers and the recipes beside its own source files, which are shipped because plain
 * Node runs them. In the bundle each module therefore keeps the address of its own source file.
 */
const sourceAddresses: Plugin = {
  name: 'antrum:source-addresses',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(posix.join(root, 'src/main/'))) return null
    const address = `new URL('antrum-root:/${posix.relative(root, id)}', import.meta.url)`
    const file = `process.getBuiltinModule('node:url').fileURLToPath(${address})`
    const kept: Record<string, string> = {
      url: `${address}.href`,
      filename: file,
      dirname: `process.getBuiltinModule('node:path').dirname(${file})`,
    }
    return code.replaceAll(/import\.meta\.(url|filename|dirname)\b/g, (_, property: string) => kept[property])
  },
  renderChunk(code, chunk) {
    return code.replaceAll(
      'antrum-root:',
      posix.relative(posix.dirname(posix.join(root, 'out/main', chunk.fileName)), root),
    )
  },
}

/** Hot reloading needs an inline script and a socket; the built page keeps the strict policy of index.html. */
const developmentPolicy: Plugin = {
  name: 'antrum:development-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'; connect-src 'self' ws:"),
}

export default defineConfig({
  main: { plugins: [sourceAddresses] },
  // A sandboxed preload has to be CommonJS.
  preload: { build: { rollupOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } } } },
  // One local file is read in no time: splitting it would gain nothing, but for NiiVue, which few pages ever need.
  renderer: { plugins: [react(), developmentPolicy], build: { minify: true, chunkSizeWarningLimit: 2000 } },
})
