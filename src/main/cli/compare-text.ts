import { isUndefined, metricLabels, type Outcome } from '../../shared/metrics/index.ts'
import type { Comparison, Comparisons } from '../services/compare.ts'
import { methodName } from '../report/names.ts'
import { fixed, interval, percent, signed } from '../report/numbers.ts'
import { plainTable, type Table } from '../../shared/formats/table-text.ts'

/** A comparison of two methods for a terminal: verdicts, folds, and what other tests make of it. */
export function compareText({ experiment, a, b, comparisons }: Comparisons): string {
  const [first, second] = [methodName(a), methodName(b)]
  const sentences = comparisons.map(
    ({ labelFraction, sentence }) => `${percent(labelFraction)} of the labels: ${sentence}`,
  )
  const reasons = new Set(
    comparisons.flatMap(({ tests }) => (isUndefined(tests) ? [] : Object.values(tests).flatMap(reasonOf))),
  )
  return [
    `${first} against ${second}, experiment ${experiment}`,
    sentences.join('\n'),
    `Fold by fold:\n${plainTable(foldTable(comparisons, first, second))}`,
    [
      'What other tests make of it; none of them decides:',
      plainTable(testTable(comparisons)),
      'All but the last hold the trained models fixed and miss the noise of training; the last misses that of the one test set.',
      ...[...reasons].map((reason) => `–: ${reason}.`),
    ].join('\n'),
  ].join('\n\n')
}

function foldTable(comparisons: readonly Comparison[], first: string, second: string): Table {
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    columns: [
      right('Labels'),
      { title: 'Metric', align: 'left' },
      right('Fold'),
      right(first),
      right(second),
      right('Difference'),
    ],
    rows: comparisons.flatMap(({ labelFraction, metric, result }) =>
      isUndefined(result)
        ? []
        : result.folds.map((fold) => [
            percent(labelFraction),
            metricLabels[metric],
            fold.foldIndex + 1,
            fixed(fold.first),
            fixed(fold.second),
            signed(fold.difference),
          ]),
    ),
  }
}

function testTable(comparisons: readonly Comparison[]): Table {
  const right = (title: string) => ({ title, align: 'right' as const })
  const p = (test: Outcome<{ p: number }> | null) =>
    test === null || isUndefined(test) ? null : test.p < 0.001 ? '< 0.001' : fixed(test.p)
  return {
    columns: [
      right('Labels'),
      { title: 'Metric', align: 'left' },
      right('Bootstrap of subjects, 95%'),
      right('Clustered DeLong, p'),
      right('DeLong, p'),
      right('Permutation, p'),
      right('Resampled t, p'),
    ],
    rows: comparisons.map(({ labelFraction, metric, tests }) => {
      const cells = isUndefined(tests)
        ? [null, null, null, null, null]
        : [
            isUndefined(tests.bootstrap) ? null : interval(tests.bootstrap.low, tests.bootstrap.high),
            ...[tests.clusteredDelong, tests.delong, tests.permutation, tests.resampledT].map(p),
          ]
      return [percent(labelFraction), metricLabels[metric], ...cells]
    }),
  }
}

const reasonOf = (test: unknown): string[] => (isUndefined(test) ? [test.reason] : [])
