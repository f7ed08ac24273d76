// @ts-check

/**
 * Why set-up can stop. Each has its own block of advice; scripts and tests match on these.
 * @typedef {'usage' | 'no-python' | 'no-pip' | 'no-compiler' | 'no-network' | 'no-space' | 'wrong-checksum' |
 *   'unsupported-platform' | 'npm-failed' | 'no-node-runtime' | 'read-only' | 'bad-library' | 'no-wheel' |
 *   'build-failed' | 'load-failed'} FailureCode
 */

/** An expected ending of set-up: what was wanted, what was found, and what to do next, line by line. */
export class SetupFailure extends Error {
  /**
   * @param {FailureCode} code
   * @param {string} message   one sentence
   * @param {string[]} advice  what to do, one line each
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, advice, options) {
    super(message, options)
    this.name = 'SetupFailure'
    this.code = code
    this.advice = advice
  }
}

/** The block a person reads. @param {SetupFailure} failure */
export function formatFailure({ message, advice }) {
  return [
    `antrum set-up stopped: ${message}`,
    '',
    ...advice.map((line) => `  - ${line}`),
    '',
    '  Then run the same command again: it continues where it stopped.',
  ].join('\n')
}

/** The `code` of a system error, or ''. @param {unknown} error @returns {string} */
export const systemCode = (error) => String(/** @type {{ code?: unknown } | null} */ (error)?.code ?? '')

const readOnlyCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST'])

/**
 * Turns what the file system says while we write below `folder` into advice; anything else passes unchanged.
 * @param {unknown} error
 * @param {string} folder
 * @param {string} wayOut  how to write somewhere else
 * @returns {unknown}
 */
export function explainWriteError(error, folder, wayOut) {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SetupFailure(
      'no-space',
      `the disk of ${folder} is full.`,
      ['Free some space there.', wayOut],
      {
        cause: error,
      },
    )
  if (readOnlyCodes.has(code) && !(error instanceof SetupFailure))
    return new SetupFailure(
      'read-only',
      `${folder} cannot be written (${code}).`,
      [`Make it a folder that you may write to: ls -ld ${folder}`, wayOut],
      { cause: error },
    )
  return error
}
