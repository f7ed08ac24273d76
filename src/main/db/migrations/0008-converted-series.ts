import type { Migration } from './index.ts'

export const convertedSeries: Migration = {
  name: '0008-converted-series',
  up: (sqlite) => {
    sqlite.exec(`
      -- DICOM series that were converted, to know them again: a keyed hash of their files' content, which without the
      -- project's secret says nothing about those files.
      CREATE TABLE converted_series (
        content_hash TEXT PRIMARY KEY CHECK (length(content_hash) = 64),
        scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE
      ) STRICT;
    `)
  },
}
