/** Sizes that cut a batch into equal micro-batches, largest first; none of one sample, which batch norm cannot work on. */
export const equalParts = (batchSize: number): number[] =>
  Array.from({ length: batchSize }, (_, k) => batchSize - k).filter(
    (size) => batchSize % size === 0 && (size > 1 || batchSize === 1),
  )
