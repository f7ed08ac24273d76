// Prints "N passed, N failed, N skipped" from vitest's JSON results. A test file that could not even be loaded holds
// no test that failed, and counts as one.
import { readFileSync } from 'node:fs'

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)
const broken = testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
).length
console.log(
  `${numPassedTests} passed, ${numFailedTests + broken} failed, ${numPendingTests + (numTodoTests ?? 0)} skipped`,
)
