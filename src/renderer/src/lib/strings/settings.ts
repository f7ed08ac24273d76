export const en = {
  title: 'Settings',
  lead: 'For this browser or window; a project is not changed by them.',
  appearance: 'Appearance',
  scheme: 'Light or dark',
  contrast: 'Contrast',
  contrasts: { system: 'As the system', high: 'High' },
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' },
  keyboard: 'Keyboard',
  singleKeys: 'Shortcuts without Ctrl, such as “?”',
  singleKeysHint: 'Switch them off if you dictate, or if keys are pressed by accident.',
  showShortcuts: 'Show keyboard shortcuts',
}

export const de: typeof en = {
  title: 'Einstellungen',
  lead: 'Für diesen Browser oder dieses Fenster; am Projekt ändern sie nichts.',
  appearance: 'Darstellung',
  scheme: 'Hell oder dunkel',
  contrast: 'Kontrast',
  contrasts: { system: 'Wie im System', high: 'Hoch' },
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  keyboard: 'Tastatur',
  singleKeys: 'Tastenkürzel ohne Strg, etwa „?“',
  singleKeysHint: 'Schalten Sie sie aus, wenn Sie diktieren oder Tasten versehentlich gedrückt werden.',
  showShortcuts: 'Tastenkürzel zeigen',
}
