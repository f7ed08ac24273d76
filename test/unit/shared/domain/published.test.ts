import { describe, expect, it } from 'vitest'
import { publishedFor, publishedRows } from '../../../../src/shared/domain/published.ts'
import { startingPoints } from '../../../../src/shared/domain/stage.ts'

const means = (method: string, labelFraction: number, normalFraction = 1) => {
  const row = publishedFor({ method, labelFraction, normalFraction })
  return row && [row.auroc.mean, row.auprc.mean, row.f1.mean]
}

describe('publishedRows', () => {
  it('hold every method of Table 2 at its three fractions, and the four other rows of Table 3', () => {
    const table2 = publishedRows.filter(({ normalFraction }) => normalFraction === 1)
    for (const method of startingPoints) {
      const fractions = table2
        .filter((row) => row.method === method)
        .map(({ labelFraction }) => labelFraction)
      expect(fractions).toEqual([0.1, 0.2, 1])
    }
    expect(publishedRows).toHaveLength(27 + 4)
  })

  it('hold intervals around their means, symmetric as printed but for one', () => {
    const lopsided = publishedRows.flatMap((row) =>
      (['auroc', 'auprc', 'f1'] as const).flatMap((metric) => {
        const { mean, low, high } = row[metric]
        expect(low).toBeLessThanOrEqual(mean)
        expect(high).toBeGreaterThanOrEqual(mean)
        return Math.abs(mean - (low + high) / 2) > 0.0051
          ? [`${row.method} ${row.labelFraction} ${metric}`]
          : []
      }),
    )
    expect(lopsided).toEqual(['byol 0.1 f1'])
  })

  it('order the methods at 10 % as the paper does', () => {
    const best = publishedRows
      .filter((row) => row.labelFraction === 0.1 && row.normalFraction === 1)
      .sort((a, b) => b.auprc.mean - a.auprc.mean)
    expect(best[0].method).toBe('residual')
    expect(best.at(-1)!.auroc.mean).toBeLessThan(0.75)
  })
})

describe('publishedFor', () => {
  it('finds the row of a method and fraction', () => {
    expect(means('residual', 0.1)).toEqual([0.81, 0.79, 0.67])
    expect(means('scratch', 1)).toEqual([0.9, 0.89, 0.8])
    expect(means('scratch', 0.4)).toBeUndefined()
    expect(means('nonsense', 1)).toBeUndefined()
  })

  it('takes Table 3 for residuals of an autoencoder that saw a share of the normals, and for nobody else', () => {
    expect(means('residual', 0.1, 0.2)).toEqual([0.76, 0.72, 0.6])
    expect(means('residual', 1, 0.2)).toBeUndefined()
    expect(means('byol', 0.1, 0.2)).toEqual(means('byol', 0.1))
  })
})
