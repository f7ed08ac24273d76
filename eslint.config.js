import js from '@eslint/js'
import ts from 'typescript-eslint'

/** Who may know whom (docs/architecture.md): arrows go one way, and a wrong import is a lint error. */
const forbid = (files, patterns, why) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message: why }] }] },
})

export default ts.config(
  { ignores: ['node_modules', 'out', 'test/fixtures'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], ...ts.configs.disableTypeChecked },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
  forbid(
    ['src/shared/**'],
    ['node:*', 'electron', '**/main/**', '**/trainer/**', '**/renderer/**', '@tensorflow/*'],
    'shared knows nobody: plain TypeScript only',
  ),
  forbid(
    ['src/trainer/**'],
    ['electron', '**/main/**', '**/renderer/**', 'better-sqlite3', 'kysely'],
    'the trainer knows only shared',
  ),
  forbid(
    ['src/renderer/**'],
    ['node:*', 'electron', '**/main/**', '**/trainer/**'],
    'the renderer knows only shared and the API',
  ),
  forbid(
    ['src/main/**'],
    ['**/renderer/**', '@tensorflow/*', '**/trainer/**'],
    'the core never loads the trainer: it starts it',
  ),
)
