/** Choices that hold for the whole project, JSON values by name (stores/settings.ts lists them). */
export interface SettingsTable {
  name: string
  value: string
}
