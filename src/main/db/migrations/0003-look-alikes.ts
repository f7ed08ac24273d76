import type { Migration } from './index.ts'

export const lookAlikes: Migration = {
  name: '0003-look-alikes',
  up: (sqlite) => {
    sqlite.exec(`
      -- What a scan looks like from afar, to know it again when it comes under another name.
      CREATE TABLE scan_fingerprints (
        scan_id TEXT PRIMARY KEY REFERENCES scans (id) ON DELETE CASCADE,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 2048)
      ) STRICT;

      -- What a person answered where a scan could not be used as it came. Taking one back deletes it; the audit log has both.
      CREATE TABLE decisions (
        scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
        question TEXT NOT NULL CHECK (question IN ('sides', 'same-scan')),
        answer TEXT NOT NULL,
        -- Of question 'sides': the scan stored anew, with its orientation.
        oriented_scan_id TEXT REFERENCES scans (id),
        decided_at TEXT NOT NULL,
        PRIMARY KEY (scan_id, question),
        CHECK (question <> 'same-scan' OR answer IN ('same', 'different')),
        CHECK ((question = 'sides') = (oriented_scan_id IS NOT NULL))
      ) STRICT;
    `)
  },
}
