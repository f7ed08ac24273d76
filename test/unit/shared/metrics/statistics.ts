import { readFileSync } from 'node:fs'

interface Study {
  subjects: string[]
  label: number[]
  first: number[][]
  second: number[][]
}

/** Numbers from SciPy, scikit-learn, statsmodels and MLstatkit; test/fixtures/make_statistics.py says how. */
export interface StatisticsFixture {
  student: { t: number; df: number; p: number }[]
  studentQuantiles: { df: number; t: number }[]
  normal: { z: number; p: number }[]
  pairs: {
    subjects: string[]
    label: number[]
    scores: [number[], number[]]
    areas: number[]
    covariance: number[][]
    z: number
    p: number
    clustered: { covariance: number[][]; z: number; p: number }
  }[]
  twoWay: (Study & {
    difference: number
    low: number
    high: number
    df: number
    p: number
    floored: boolean
  })[]
  resampledT: { differences: number[]; testShare: number; t: number; p: number; low: number; high: number }
  holm: { p: number[]; adjusted: number[] }
  permutation: Study & { auroc: number; auprc: number }
  calibration: {
    label: number[]
    score: number[]
    anomalousShare: number[]
    meanScore: number[]
    slope: number
    intercept: number
    f1: number
  }
}

export const statistics = JSON.parse(
  readFileSync(new URL('../../../fixtures/statistics.json', import.meta.url), 'utf8'),
) as StatisticsFixture
