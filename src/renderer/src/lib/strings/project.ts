export const en = {
  title: 'Overview',
  opening: 'Opening the project…',
  failed: 'This project cannot be opened',
  errors: {
    'not-found': 'There is no project here',
    'read-only': 'The project is in use and needs an update first',
    database: 'Its database cannot be read',
    other: 'Something went wrong',
  } as Record<string, string>,
  tryAgain: 'Try again',
  openAnother: 'Open another project…',
  back: 'All projects',
  subjects: 'Subjects',
  scans: 'Scans',
  datasets: 'Dataset versions',
  experiments: 'Experiments',
  next: 'Next step',
  orByCommand: 'Or in a terminal:',
  nextSteps: {
    import: 'No scans yet. Import a folder of head MRIs and, with it, the sheet that holds your labels.',
    freeze:
      'Scans are in. Register them, mark the sinus centres, extract the sinuses, then freeze a dataset version with its splits.',
    plan: 'A dataset version is frozen. Plan an experiment on it; the quick recipe takes minutes.',
  },
  placeholders: { scans: '<folder with scans>', labels: '<labels.csv>', centroids: '<centroids.csv>' },
  plannedOn: (dataset: string, time: string) => `on dataset ${dataset}, planned ${time}`,
  toRuns: 'Runs',
  toResults: 'Results',
}

export const de: typeof en = {
  title: 'Überblick',
  opening: 'Das Projekt wird geöffnet …',
  failed: 'Dieses Projekt lässt sich nicht öffnen',
  errors: {
    'not-found': 'Hier ist kein Projekt',
    'read-only': 'Das Projekt ist in Gebrauch und muss zuerst aktualisiert werden',
    database: 'Seine Datenbank lässt sich nicht lesen',
    other: 'Etwas ist schiefgegangen',
  },
  tryAgain: 'Noch einmal versuchen',
  openAnother: 'Anderes Projekt öffnen …',
  back: 'Alle Projekte',
  subjects: 'Personen',
  scans: 'Aufnahmen',
  datasets: 'Datensatzversionen',
  experiments: 'Experimente',
  next: 'Nächster Schritt',
  orByCommand: 'Oder in einem Terminal:',
  nextSteps: {
    import:
      'Noch keine Aufnahmen. Importieren Sie einen Ordner mit Kopf-MRTs und dazu die Tabelle mit Ihren Labels.',
    freeze:
      'Die Aufnahmen sind da. Registrieren Sie sie, markieren Sie die Mitten der Kieferhöhlen, schneiden Sie sie aus und frieren Sie dann eine Datensatzversion mit ihrer Aufteilung ein.',
    plan: 'Eine Datensatzversion ist eingefroren. Planen Sie darauf ein Experiment; das Rezept quick dauert Minuten.',
  },
  placeholders: { scans: '<Ordner mit Aufnahmen>', labels: '<labels.csv>', centroids: '<centroids.csv>' },
  plannedOn: (dataset, time) => `auf Datensatz ${dataset}, geplant ${time}`,
  toRuns: 'Läufe',
  toResults: 'Ergebnisse',
}
