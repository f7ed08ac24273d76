import type { StartingPoint } from './stage.ts'

/** Mean and 95 % interval as printed, two decimals. */
export interface PublishedValue {
  mean: number
  low: number
  high: number
}

export interface PublishedRow {
  /** Of a results table: a variant of the residual method under its own name. */
  method: string
  labelFraction: number
  /** Share of the normal sinuses that the autoencoder behind the residuals was trained on; 1 but in Table 3. */
  normalFraction: number
  auroc: PublishedValue
  auprc: PublishedValue
  f1: PublishedValue
}

export const publishedSource =
  'Bhattacharya et al., Self-supervised learning for classifying paranasal anomalies in the maxillary sinus, Tables 2 and 3'

/**
 * What the paper reports on its own cohort: 641 test sinuses, five folds. Its intervals are symmetric, but for BYOL's F1
 * at 10 %; which estimator they are is not said (docs/statistics.md).
 */
export const publishedRows: readonly PublishedRow[] = [
  // Table 2
  row('scratch', 0.1, '0.74 0.64 0.84', '0.69 0.56 0.82', '0.64 0.59 0.69'),
  row('transfer', 0.1, '0.77 0.72 0.82', '0.73 0.66 0.79', '0.63 0.57 0.69'),
  row('autoencoder', 0.1, '0.73 0.68 0.79', '0.68 0.62 0.74', '0.55 0.43 0.67'),
  row('denoising', 0.1, '0.74 0.73 0.76', '0.68 0.66 0.69', '0.62 0.60 0.64'),
  row('byol', 0.1, '0.79 0.76 0.81', '0.75 0.70 0.79', '0.63 0.59 0.69'),
  row('simsiam', 0.1, '0.77 0.72 0.83', '0.74 0.68 0.79', '0.62 0.53 0.72'),
  row('simclr', 0.1, '0.78 0.74 0.81', '0.73 0.68 0.78', '0.63 0.59 0.68'),
  row('spark', 0.1, '0.78 0.77 0.80', '0.75 0.73 0.76', '0.65 0.63 0.67'),
  row('residual', 0.1, '0.81 0.74 0.88', '0.79 0.71 0.87', '0.67 0.58 0.77'),
  row('scratch', 0.2, '0.81 0.79 0.82', '0.78 0.76 0.79', '0.67 0.65 0.69'),
  row('transfer', 0.2, '0.84 0.79 0.88', '0.81 0.74 0.88', '0.68 0.62 0.75'),
  row('autoencoder', 0.2, '0.81 0.76 0.86', '0.78 0.72 0.83', '0.67 0.60 0.74'),
  row('denoising', 0.2, '0.79 0.77 0.81', '0.74 0.70 0.79', '0.67 0.64 0.70'),
  row('byol', 0.2, '0.82 0.80 0.84', '0.79 0.77 0.82', '0.70 0.68 0.71'),
  row('simsiam', 0.2, '0.84 0.82 0.86', '0.81 0.78 0.84', '0.70 0.67 0.74'),
  row('simclr', 0.2, '0.81 0.79 0.83', '0.77 0.74 0.81', '0.68 0.67 0.69'),
  row('spark', 0.2, '0.80 0.78 0.82', '0.76 0.73 0.79', '0.67 0.65 0.68'),
  row('residual', 0.2, '0.85 0.83 0.87', '0.82 0.81 0.83', '0.72 0.70 0.75'),
  row('scratch', 1, '0.90 0.89 0.91', '0.89 0.88 0.90', '0.80 0.78 0.82'),
  row('transfer', 1, '0.92 0.91 0.93', '0.91 0.90 0.93', '0.82 0.80 0.83'),
  row('autoencoder', 1, '0.92 0.91 0.93', '0.91 0.90 0.93', '0.82 0.80 0.84'),
  row('denoising', 1, '0.90 0.88 0.92', '0.89 0.88 0.91', '0.79 0.77 0.82'),
  row('byol', 1, '0.89 0.89 0.90', '0.88 0.87 0.89', '0.78 0.76 0.81'),
  row('simsiam', 1, '0.92 0.91 0.93', '0.91 0.90 0.92', '0.81 0.79 0.83'),
  row('simclr', 1, '0.90 0.88 0.91', '0.89 0.87 0.91', '0.79 0.77 0.80'),
  row('spark', 1, '0.87 0.85 0.88', '0.86 0.84 0.87', '0.75 0.73 0.76'),
  row('residual', 1, '0.93 0.91 0.94', '0.92 0.90 0.93', '0.83 0.80 0.86'),
  // Table 3; its 100 % row is Table 2's residual at 10 %.
  row('residual', 0.1, '0.76 0.70 0.81', '0.72 0.67 0.77', '0.60 0.50 0.69', 0.2),
  row('residual', 0.1, '0.77 0.73 0.80', '0.72 0.66 0.78', '0.63 0.57 0.68', 0.4),
  row('residual', 0.1, '0.78 0.75 0.80', '0.74 0.71 0.77', '0.65 0.62 0.68', 0.6),
  row('residual', 0.1, '0.80 0.76 0.84', '0.76 0.72 0.81', '0.67 0.63 0.72', 0.8),
]

function row(
  method: StartingPoint,
  labelFraction: number,
  auroc: string,
  auprc: string,
  f1: string,
  normalFraction = 1,
): PublishedRow {
  const value = (text: string): PublishedValue => {
    const [mean, low, high] = text.split(' ').map(Number) as [number, number, number]
    return { mean, low, high }
  }
  return { method, labelFraction, normalFraction, auroc: value(auroc), auprc: value(auprc), f1: value(f1) }
}

/** The published counterpart of a row of results; undefined where the paper has none. */
export function publishedFor({
  method,
  labelFraction,
  normalFraction,
}: {
  method: string
  labelFraction: number
  normalFraction: number
}): PublishedRow | undefined {
  // Only residual pretraining descends from the autoencoder of normal sinuses.
  const share = method === 'residual' ? normalFraction : 1
  return publishedRows.find(
    (one) => one.method === method && one.labelFraction === labelFraction && one.normalFraction === share,
  )
}
