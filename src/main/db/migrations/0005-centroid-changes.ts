import type { Migration } from './index.ts'

export const centroidChanges: Migration = {
  name: '0005-centroid-changes',
  up: (sqlite) => {
    sqlite.exec(`
      -- Every change to the centroids with all there were before it: there are at most a few dozen. Undoing takes the last one away.
      CREATE TABLE centroid_changes (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('mark', 'remove', 'set')),
        before TEXT NOT NULL CHECK (json_valid(before))
      ) STRICT;
    `)
  },
}
