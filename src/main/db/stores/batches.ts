import { chunks } from '../../../shared/chunks.ts'

/** SQLite takes a limited number of values in one statement. */
const batchSize = 500

export const inBatches = <T>(items: readonly T[]): T[][] => chunks(items, batchSize)
