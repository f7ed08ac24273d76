// How often the tests claim a difference between two methods that are equally good, at the 5 % level. A person's tool,
// slow on purpose: node scripts/null-simulation.mjs [studies]. The quick version is a test (null-simulation.test.ts).
import { nullStudy } from '../test/helpers/null-study.ts'
import { differencesOf, isUndefined, openTestBench, otherTests } from '../src/shared/metrics/index.ts'
import { createRandom } from '../src/shared/random.ts'

const studies = Number(process.argv[2] ?? 1000)
const designs = [
  { testSubjects: 30, developmentSubjects: 70, folds: 2, labelFraction: 0.2 },
  { testSubjects: 60, developmentSubjects: 140, folds: 5, labelFraction: 0.2 },
  { testSubjects: 60, developmentSubjects: 140, folds: 5, labelFraction: 1 },
  { testSubjects: 320, developmentSubjects: 747, folds: 5, labelFraction: 0.1 },
  { testSubjects: 320, developmentSubjects: 747, folds: 5, labelFraction: 1 },
]

for (const design of designs) {
  const random = createRandom(`null simulation ${JSON.stringify(design)}`)
  const claims = new Map()
  const count = (name, claimed) => {
    const [hits, all] = claims.get(name) ?? [0, 0]
    claims.set(name, [hits + (claimed ? 1 : 0), all + 1])
  }
  for (let study = 0; study < studies; study++) {
    const evaluations = nullStudy(random, design)
    const bench = openTestBench(evaluations, { seed: study, replicates: 500 })
    const pair = { labelFraction: design.labelFraction, first: 'first', second: 'second' }
    for (const difference of differencesOf([pair], evaluations, bench)) {
      const { metric, result } = difference
      if (isUndefined(result)) continue
      count(`${metric} verdict (folds and test subjects)`, result.p < 0.05)
      const trained = 2 * 0.8 * design.developmentSubjects * design.labelFraction
      const others = otherTests(difference, evaluations, bench, (2 * design.testSubjects) / trained)
      for (const [name, test] of Object.entries(others)) {
        if (test === null || isUndefined(test)) continue
        count(`${metric} ${name}`, 'p' in test ? test.p < 0.05 : test.low > 0 || test.high < 0)
      }
    }
  }
  console.log(JSON.stringify(design))
  for (const [name, [hits, all]] of claims)
    console.log(`  ${((100 * hits) / all).toFixed(1).padStart(5)} %  ${name} (${all})`)
}
