/** SQLite takes a limited number of values in one statement. */
const batchSize = 500

export const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / batchSize) }, (_, k) =>
    items.slice(k * batchSize, (k + 1) * batchSize),
  )
