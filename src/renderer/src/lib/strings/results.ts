import { isUndefined, metricLabels, verdict } from '../../../../shared/metrics/index.ts'
import type { Outcome, PairedDifference } from '../../../../shared/metrics/index.ts'

export const en = {
  title: 'Results',
  experiment: 'Experiment',
  loading: 'Reading the results…',
  failed: 'The results cannot be read',
  tryAgain: 'Try again',
  empty: {
    title: 'No results yet',
    text: 'Once an experiment is planned, its methods and label fractions are compared here: means with 95 % intervals, fold by fold, and whether differences can be told from chance.',
  },
  none: {
    title: 'Nothing is evaluated yet',
    text: 'The table fills as soon as the first evaluation of this experiment is finished.',
    toRuns: 'See its runs',
  },
  metric: 'Metric',
  metrics: metricLabels,
  testSet: (version: string, models: string, reads: string) =>
    `Test set of ${version} · models scored on it: ${models} · times its results were read: ${reads}`,
  straddling: (subjects: number, version: string) =>
    `Not split by subject: ${subjects} subjects of ${version} have a sinus on either side of the test set, so these numbers flatter.`,
  table: {
    title: 'By method and label fraction',
    note: 'Mean over folds and its 95 % interval on the locked test set.',
    method: 'Method',
    fraction: 'Labels',
    mean: 'Mean',
    low: '95 % from',
    high: '95 % to',
    fold: 'Fold',
    folds: 'Folds',
    published: 'Published',
    unfinished: (done: number, all: number) => `${done} of ${all} runs`,
    save: 'Save as CSV',
    showPublished: 'Show the published numbers',
  },
  trend: {
    title: (metric: string) => `${metric} by share of labels`,
    note: (folds: number): string =>
      folds > 2
        ? 'Line: mean over folds. Band: its 95 % interval. Small dots: single folds.'
        : 'Line: mean over folds. Small dots: single folds; an interval needs three.',
    axis: 'Share of labelled training subjects',
  },
  differences: {
    title: 'Can they be told apart?',
    note: 'Each method against the baseline on the same test sinuses; p corrected for all comparisons by one metric (Holm).',
    loading: 'Comparing the methods…',
    failed: 'The methods cannot be compared',
    verdict,
  },
}

export const de: typeof en = {
  title: 'Ergebnisse',
  experiment: 'Experiment',
  loading: 'Die Ergebnisse werden gelesen …',
  failed: 'Die Ergebnisse lassen sich nicht lesen',
  tryAgain: 'Noch einmal versuchen',
  empty: {
    title: 'Noch keine Ergebnisse',
    text: 'Sobald ein Experiment geplant ist, werden seine Verfahren und Labelanteile hier verglichen: Mittelwerte mit 95-%-Intervallen, Fold für Fold, und ob Unterschiede mehr als Zufall sind.',
  },
  none: {
    title: 'Noch nichts ausgewertet',
    text: 'Die Tabelle füllt sich, sobald die erste Auswertung dieses Experiments fertig ist.',
    toRuns: 'Zu seinen Läufen',
  },
  metric: 'Maß',
  metrics: {
    auroc: 'AUROC',
    auprc: 'AUPRC',
    f1: 'F1',
    f1Optimal: 'F1 (Schwelle aus der Validierung)',
    sensitivity: 'Sensitivität',
    specificity: 'Spezifität',
    balancedAccuracy: 'Balancierte Genauigkeit',
    brier: 'Brier',
  },
  testSet: (version, models, reads) =>
    `Testmenge von ${version} · Modelle, die auf ihr bewertet wurden: ${models} · so oft wurden ihre Ergebnisse gelesen: ${reads}`,
  straddling: (subjects, version) =>
    `Nicht nach Personen getrennt: ${subjects} Personen von ${version} haben auf beiden Seiten der Testmenge eine Kieferhöhle, die Zahlen schmeicheln also.`,
  table: {
    title: 'Nach Verfahren und Labelanteil',
    note: 'Mittel über die Folds und sein 95-%-Intervall auf der verschlossenen Testmenge.',
    method: 'Verfahren',
    fraction: 'Labels',
    mean: 'Mittel',
    low: '95 % von',
    high: '95 % bis',
    fold: 'Fold',
    folds: 'Folds',
    published: 'Veröffentlicht',
    unfinished: (done, all) => `${done} von ${all} Läufen`,
    save: 'Als CSV speichern',
    showPublished: 'Veröffentlichte Zahlen zeigen',
  },
  trend: {
    title: (metric) => `${metric} nach Labelanteil`,
    note: (folds) =>
      folds > 2
        ? 'Linie: Mittel über die Folds. Band: sein 95-%-Intervall. Kleine Punkte: einzelne Folds.'
        : 'Linie: Mittel über die Folds. Kleine Punkte: einzelne Folds; ein Intervall braucht drei.',
    axis: 'Anteil der gelabelten Trainingspersonen',
  },
  differences: {
    title: 'Sind sie zu unterscheiden?',
    note: 'Jedes Verfahren gegen den Ausgangspunkt auf denselben Test-Kieferhöhlen; p korrigiert für alle Vergleiche nach einem Maß (Holm).',
    loading: 'Die Verfahren werden verglichen …',
    failed: 'Die Verfahren lassen sich nicht vergleichen',
    verdict: urteil,
  },
}

const number = (value: number, digits = 3) => Math.abs(value).toFixed(digits).replace('.', ',')
const signed = (value: number, digits = 3) =>
  `${value < 0 && Number(value.toFixed(digits)) !== 0 ? '−' : '+'}${number(value, digits)}`
const probability = (p: number) => (p < 0.001 ? '< 0,001' : `= ${number(p)}`)

/** `verdict` in German, with the same numbers. */
function urteil(
  result: Outcome<PairedDifference>,
  { first, second, metric }: { first: string; second: string; metric: string },
): string {
  // The reason is the core's, which speaks English.
  if (isUndefined(result))
    return `${first} und ${second} lassen sich nach ${metric} nicht vergleichen (${result.reason}).`
  const { difference, relative, low, high, p, adjustedP, comparisons, testSubjects, folds } = result
  const share = relative === null ? '' : `, ${signed(100 * relative, 1)} %`
  const correction =
    comparisons > 1 ? `, korrigiert für ${comparisons} Vergleiche ${probability(adjustedP)}` : ''
  const over =
    result.basis === 'test subjects'
      ? `über ${testSubjects} Testpersonen, nur für diese trainierten Modelle`
      : `über ${folds.length} Folds und ${testSubjects} Testpersonen`
  const numbers =
    `${number(result.first)} gegen ${number(result.second)}: Unterschied ${signed(difference)}${share}; ` +
    `95-%-Intervall ${signed(low)} bis ${signed(high)} ${over}; p ${probability(p)}${correction}`
  if (!result.distinguishable)
    return `${first} und ${second} sind nach ${metric} nicht zu unterscheiden (${numbers}).`
  return `${first} liegt nach ${metric} ${difference > 0 ? 'über' : 'unter'} ${second} (${numbers}).`
}
