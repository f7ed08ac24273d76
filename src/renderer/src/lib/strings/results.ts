import { isUndefined, metricLabels, verdict } from '../../../../shared/metrics/index.ts'
import type { Outcome, PairedDifference } from '../../../../shared/metrics/index.ts'
import { inWords } from '../core-words.ts'

export const en = {
  title: 'Results',
  experiment: 'Experiment',
  loading: 'Reading the results…',
  failed: 'The results cannot be read',
  tryAgain: 'Try again',
  empty: {
    title: 'No results yet',
    text: 'Once an experiment is planned, its methods and label fractions are compared here: means with 95% intervals, fold by fold, and whether differences can be told from chance.',
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
    note: 'Mean over folds and its 95% interval on the locked test set.',
    method: 'Method',
    fraction: 'Labels',
    mean: 'Mean',
    low: '95% from',
    high: '95% to',
    fold: 'Fold',
    folds: 'Folds',
    interval: (low: string, high: string) => `${low} to ${high}`,
    published: 'Published',
    unfinished: (done: number, all: number) => `${done} of ${all} runs`,
    save: 'Save as CSV',
    showPublished: 'Show the published numbers',
    lookInto: (method: string, share: string, mean: string) => `${mean}: look into ${method} at ${share}`,
  },
  trend: {
    title: (metric: string) => `${metric} by share of labels`,
    note: (folds: number): string =>
      folds > 2
        ? 'Line: mean over folds. Band: its 95% interval. Small dots: single folds.'
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
  pair: {
    title: 'Any two methods',
    note: 'On the same test sinuses; p corrected for the label fractions (Holm).',
    first: 'Method',
    second: 'Against',
  },
  report: {
    title: 'Report and proof',
    text: 'The report is one page for anybody to open or print: question, cohort, recipe, results with intervals, cases, limits, provenance. The proof recomputes every hash and metric from what is stored.',
    write: 'Write the report',
    writing: 'Writing the report',
    failed: 'The report could not be written',
    stopped: 'The report was not written.',
    written: (name: string) => `Written to the project’s exports as ${name}.`,
    save: 'Save a copy',
    verify: 'Verify',
    verifying: 'Recomputing hashes and metrics',
    verifyFailed: 'It could not be verified',
    verifyStopped: 'Verifying was stopped.',
    asWritten: (files: string, predictions: string) =>
      `Everything is as it was written: ${files} files and ${predictions} stored predictions looked at.`,
    changed: (things: number) =>
      things === 1 ? 'One thing is not as it was written' : `${things} things are not as they were written`,
    more: (count: string) => `and ${count} more`,
  },
  detail: {
    title: 'One method, closely',
    note: 'Its runs, curves, operating points, subgroups and sinuses on the locked test set.',
    loading: 'Reading the scores…',
    failed: 'The scores cannot be read',
    none: 'No run of this method is finished at this label fraction.',
    runs: 'Runs',
    run: 'Run',
    model: (fold: number, seed: number | null) =>
      seed === null ? `Fold ${fold}` : `Fold ${fold}, seed ${seed}`,
    threshold: 'From score',
    dashed: 'A line per fold; dashed: guessing.',
    roc: { title: 'ROC', x: 'False positive rate', y: 'Sensitivity' },
    pr: { title: 'Precision and recall', x: 'Recall', y: 'Precision' },
    calibration: {
      title: 'Calibration',
      error: (value: string) => `Expected error ${value}`,
      brier: (value: string) => `Brier ${value}`,
      slope: (slope: string, intercept: string) => `slope ${slope}, intercept ${intercept}`,
      noSlope: (reason: string) => `no slope: ${reason}`,
      note: (fewest: number) =>
        `Scores of all runs in tenths, those with ${fewest} or more; dashed: as promised.`,
      from: 'Above',
      to: 'To',
      mean: 'Mean score',
      share: 'Share anomalous',
      count: 'Scores',
    },
    operating: {
      title: 'Operating point',
      pooled: (runs: number) => `${runs} runs together: each sinus is counted once for each.`,
      single: 'One run, each test sinus once.',
      all: 'All runs',
      prevalence: 'Prevalence, %',
      ownPrevalence: (share: string) => `Test set: ${share}`,
      wrongPrevalence: 'A number from 0 to 100',
      threshold: 'Anomalous above a score of',
      best: 'Best F1 on validation',
      matrix: 'Confusion matrix',
      calledAnomalous: 'Called anomalous',
      calledNormal: 'Called normal',
      isAnomalous: 'Anomalous',
      isNormal: 'Normal',
      sensitivity: 'Sensitivity',
      specificity: 'Specificity',
      positive: (share: string) => `Positive predictive value at ${share}`,
      negative: (share: string) => `Negative predictive value at ${share}`,
    },
    use: {
      title: 'Use a model',
      text: 'For other programs: safetensors, TensorFlow SavedModel and ONNX, each checked against the engine. Or on new heads, which do not join the cohort.',
      model: 'Model',
      export: 'Export the model',
      exporting: 'Exporting the model',
      exportFailed: 'The model could not be exported',
      exportStopped: 'The model was not exported.',
      exported: (folder: string) => `Exported to ${folder}`,
      checked: (format: string, difference: string) => `${format}: at most ${difference} from the engine`,
      leftOut: (format: string, reason: string) => `${format} left out: ${reason}`,
      path: 'New heads: a file or folder on the machine Antrum runs on',
      pathHint: 'NIfTI or DICOM. A research tool, not a medical device.',
      choose: 'Choose…',
      ensemble: 'All folds and seeds of it: mean and spread',
      score: 'Score',
      scoring: 'Scoring new heads',
      scoreFailed: 'The heads could not be scored',
      scoreStopped: 'The heads were not scored.',
      scores: 'Scores of the new heads',
      head: 'Head',
      side: 'Side',
      scoreColumn: 'Score',
      spread: '±',
      call: 'Call',
      calls: { anomalous: 'anomalous', normal: 'normal', none: 'not scored' },
      remark: 'Remark',
      threshold: (score: string) => `Above ${score} counts as anomalous, chosen on validation sinuses.`,
      noThreshold: (reason: string) => `No threshold: ${reason}.`,
      files: (folder: string) => `Cubes and residuals are in ${folder}`,
    },
    subgroups: {
      title: 'By finding and side',
      note: 'Each finding against all normal sinuses. Described, not tested: comparing groups asks for more sinuses.',
      group: 'Group',
      anomalous: 'Anomalous',
      normal: 'Normal',
      interval: '95% interval',
      groups: { left: 'Left', right: 'Right' } as Record<string, string>,
    },
    cases: {
      title: 'Sinuses of the test set',
      order: 'Order',
      orders: { loss: 'Loss', disagreement: 'Disagreement', uncertainty: 'Uncertainty' },
      notes: {
        loss: 'Those first that the runs on average got most wrong.',
        disagreement: 'Those first on which the runs differ most (standard deviation of the score).',
        uncertainty: 'Those first of which the runs on average are least sure (entropy in bits).',
      },
      subject: 'Subject',
      side: 'Side',
      sides: { left: 'Left', right: 'Right' },
      label: 'Label',
      anomalous: 'anomalous',
      normal: 'normal',
      score: 'Mean score',
      range: 'Over runs',
    },
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
    low: '95\u00a0% von',
    high: '95\u00a0% bis',
    fold: 'Fold',
    folds: 'Folds',
    interval: (low, high) => `${low} bis ${high}`,
    published: 'Veröffentlicht',
    unfinished: (done, all) => `${done} von ${all} Läufen`,
    save: 'Als CSV speichern',
    showPublished: 'Veröffentlichte Zahlen zeigen',
    lookInto: (method, share, mean) => `${mean}: ${method} bei ${share} näher ansehen`,
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
  pair: {
    title: 'Zwei beliebige Verfahren',
    note: 'Auf denselben Test-Kieferhöhlen; p korrigiert für die Labelanteile (Holm).',
    first: 'Verfahren',
    second: 'Gegen',
  },
  report: {
    title: 'Bericht und Nachweis',
    text: 'Der Bericht ist eine Seite, die jeder öffnen oder drucken kann: Frage, Kohorte, Rezept, Ergebnisse mit Intervallen, Fälle, Grenzen, Herkunft. Der Nachweis rechnet jeden Hash und jedes Maß aus dem Gespeicherten nach.',
    write: 'Bericht schreiben',
    writing: 'Der Bericht wird geschrieben',
    failed: 'Der Bericht ließ sich nicht schreiben',
    stopped: 'Der Bericht wurde nicht geschrieben.',
    written: (name) => `Als ${name} in den Exporten des Projekts.`,
    save: 'Kopie speichern',
    verify: 'Nachrechnen',
    verifying: 'Hashes und Maße werden nachgerechnet',
    verifyFailed: 'Es ließ sich nicht nachrechnen',
    verifyStopped: 'Das Nachrechnen wurde abgebrochen.',
    asWritten: (files, predictions) =>
      `Alles ist, wie es geschrieben wurde: ${files} Dateien und ${predictions} gespeicherte Vorhersagen angesehen.`,
    changed: (things) =>
      things === 1
        ? 'Eines ist nicht, wie es geschrieben wurde'
        : `${things} Dinge sind nicht, wie sie geschrieben wurden`,
    more: (count) => `und ${count} weitere`,
  },
  detail: {
    title: 'Ein Verfahren im Einzelnen',
    note: 'Seine Läufe, Kurven, Arbeitspunkte, Untergruppen und Kieferhöhlen auf der verschlossenen Testmenge.',
    loading: 'Die Scores werden gelesen …',
    failed: 'Die Scores lassen sich nicht lesen',
    none: 'Kein Lauf dieses Verfahrens ist bei diesem Labelanteil fertig.',
    runs: 'Läufe',
    run: 'Lauf',
    model: (fold, seed) => (seed === null ? `Fold ${fold}` : `Fold ${fold}, Seed ${seed}`),
    threshold: 'Ab Score',
    dashed: 'Eine Linie je Fold; gestrichelt: geraten.',
    roc: { title: 'ROC', x: 'Falsch-positiv-Rate', y: 'Sensitivität' },
    pr: { title: 'Precision und Recall', x: 'Recall', y: 'Precision' },
    calibration: {
      title: 'Kalibrierung',
      error: (value) => `Erwarteter Fehler ${value}`,
      brier: (value) => `Brier-Wert ${value}`,
      slope: (slope, intercept) => `Steigung ${slope}, Achsenabschnitt ${intercept}`,
      noSlope: (reason) => `keine Steigung: ${reason}`,
      note: (fewest) => `Scores aller Läufe in Zehnteln, ab ${fewest} darin; gestrichelt: wie versprochen.`,
      from: 'Über',
      to: 'Bis',
      mean: 'Mittlerer Score',
      share: 'Anteil auffällig',
      count: 'Scores',
    },
    operating: {
      title: 'Arbeitspunkt',
      pooled: (runs) => `${runs} Läufe zusammen: Jede Kieferhöhle zählt einmal je Lauf.`,
      single: 'Ein Lauf, jede Test-Kieferhöhle einmal.',
      all: 'Alle Läufe',
      prevalence: 'Prävalenz, %',
      ownPrevalence: (share) => `Testmenge: ${share}`,
      wrongPrevalence: 'Eine Zahl von 0 bis 100',
      threshold: 'Auffällig über einem Score von',
      best: 'Bestes F1 der Validierung',
      matrix: 'Vierfeldertafel',
      calledAnomalous: 'Auffällig genannt',
      calledNormal: 'Normal genannt',
      isAnomalous: 'Auffällig',
      isNormal: 'Normal',
      sensitivity: 'Sensitivität',
      specificity: 'Spezifität',
      positive: (share) => `Positiver Vorhersagewert bei ${share}`,
      negative: (share) => `Negativer Vorhersagewert bei ${share}`,
    },
    use: {
      title: 'Ein Modell verwenden',
      text: 'Für andere Programme: safetensors, TensorFlow SavedModel und ONNX, jede Datei an der Rechenmaschine geprüft. Oder an neuen Köpfen, die nicht zur Kohorte kommen.',
      model: 'Modell',
      export: 'Modell exportieren',
      exporting: 'Das Modell wird exportiert',
      exportFailed: 'Das Modell ließ sich nicht exportieren',
      exportStopped: 'Das Modell wurde nicht exportiert.',
      exported: (folder) => `Exportiert nach ${folder}`,
      checked: (format, difference) => `${format}: höchstens ${difference} von der Rechenmaschine entfernt`,
      leftOut: (format, reason) => `${format} ausgelassen: ${reason}`,
      path: 'Neue Köpfe: Datei oder Ordner auf dem Rechner, auf dem Antrum läuft',
      pathHint: 'NIfTI oder DICOM. Ein Forschungswerkzeug, kein Medizinprodukt.',
      choose: 'Auswählen …',
      ensemble: 'Alle Folds und Seeds davon: Mittel und Streuung',
      score: 'Bewerten',
      scoring: 'Neue Köpfe werden bewertet',
      scoreFailed: 'Die Köpfe ließen sich nicht bewerten',
      scoreStopped: 'Die Köpfe wurden nicht bewertet.',
      scores: 'Scores der neuen Köpfe',
      head: 'Kopf',
      side: 'Seite',
      scoreColumn: 'Score',
      spread: '±',
      call: 'Urteil',
      calls: { anomalous: 'auffällig', normal: 'normal', none: 'nicht bewertet' },
      remark: 'Bemerkung',
      threshold: (score) => `Über ${score} gilt als auffällig, gewählt an Validierungs-Kieferhöhlen.`,
      noThreshold: (reason) => `Kein Schwellenwert: ${reason}.`,
      files: (folder) => `Würfel und Residuen liegen in ${folder}`,
    },
    subgroups: {
      title: 'Nach Befund und Seite',
      note: 'Jeder Befund gegen alle normalen Kieferhöhlen. Beschrieben, nicht getestet: Ein Vergleich von Gruppen braucht mehr Kieferhöhlen.',
      group: 'Gruppe',
      anomalous: 'Auffällig',
      normal: 'Normal',
      interval: '95-%-Intervall',
      groups: { left: 'Links', right: 'Rechts' },
    },
    cases: {
      title: 'Kieferhöhlen der Testmenge',
      order: 'Reihenfolge',
      orders: { loss: 'Verlust', disagreement: 'Uneinigkeit', uncertainty: 'Unsicherheit' },
      notes: {
        loss: 'Zuerst die, bei denen die Läufe im Mittel am weitesten danebenlagen.',
        disagreement:
          'Zuerst die, bei denen sich die Läufe am meisten unterscheiden (Standardabweichung des Scores).',
        uncertainty: 'Zuerst die, bei denen die Läufe im Mittel am unsichersten sind (Entropie in Bit).',
      },
      subject: 'Person',
      side: 'Seite',
      sides: { left: 'Links', right: 'Rechts' },
      label: 'Label',
      anomalous: 'auffällig',
      normal: 'normal',
      score: 'Mittlerer Score',
      range: 'Über die Läufe',
    },
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
  if (isUndefined(result))
    return `${first} und ${second} lassen sich nach ${metric} nicht vergleichen (${inWords(result.reason)}).`
  const { difference, relative, low, high, p, adjustedP, comparisons, testSubjects, folds } = result
  const share = relative === null ? '' : `, ${signed(100 * relative, 1)}\u00a0%`
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
