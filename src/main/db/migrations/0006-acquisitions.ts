import type { Migration } from './index.ts'

export const acquisitions: Migration = {
  name: '0006-acquisitions',
  up: (sqlite) => {
    sqlite.exec(`
      -- Of a scan that came from DICOM: what was kept of its attributes, and the names of those that were not.
      CREATE TABLE acquisitions (
        scan_id TEXT PRIMARY KEY REFERENCES scans (id) ON DELETE CASCADE,
        kept TEXT NOT NULL CHECK (json_valid(kept)),
        removal TEXT NOT NULL CHECK (json_valid(removal))
      ) STRICT;

      -- Why registration found that a scan does not show whole sinuses.
      ALTER TABLE registrations ADD COLUMN faults TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(faults));
    `)
  },
}
