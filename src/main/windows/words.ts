import type { Language } from '../../shared/ipc/shell.ts'

/** What stands in the menu and above dialogs; "&" is before the letter that chooses it with Alt. */
const en = {
  dialogs: {
    project: 'Open project',
    folder: 'Choose a folder',
    scans: 'Import scans',
    sheet: 'Open label sheet',
  },
  tables: 'Tables',
  menus: { file: '&File', edit: '&Edit', view: '&View', window: '&Window' },
  open: '&Open project…',
  recent: 'Open &recent',
  close: '&Close project',
  roles: {
    quit: 'Quit',
    close: 'Close window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    togglefullscreen: 'Full screen',
    reload: 'Reload',
    toggleDevTools: 'Developer tools',
    minimize: 'Minimise',
  },
}

const de: typeof en = {
  dialogs: {
    project: 'Projekt öffnen',
    folder: 'Ordner wählen',
    scans: 'Aufnahmen importieren',
    sheet: 'Label-Tabelle öffnen',
  },
  tables: 'Tabellen',
  menus: { file: '&Datei', edit: '&Bearbeiten', view: '&Ansicht', window: '&Fenster' },
  open: 'Projekt &öffnen …',
  recent: '&Zuletzt geöffnet',
  close: 'Projekt &schließen',
  roles: {
    quit: 'Beenden',
    close: 'Fenster schließen',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild',
    reload: 'Neu laden',
    toggleDevTools: 'Entwicklerwerkzeuge',
    minimize: 'Minimieren',
  },
}

export const words: Record<Language, typeof en> = { en, de }
export type Words = typeof en
