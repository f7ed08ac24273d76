import type { Migration } from './index.ts'

export const review: Migration = {
  name: '0009-review',
  up: (sqlite) => {
    sqlite.exec(`
      -- Blinded reading of some sinuses of a dataset version.
      CREATE TABLE review_sessions (
        id TEXT PRIMARY KEY,
        dataset_version TEXT NOT NULL REFERENCES dataset_versions (version),
        worklist TEXT NOT NULL CHECK (worklist IN ('all', 'test', 'unlabelled', 'next')),
        experiment_id TEXT REFERENCES experiments (id),
        seed INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        ended_at TEXT,
        applied_as TEXT,
        applied_at TEXT,
        CHECK ((applied_as IS NULL) = (applied_at IS NULL)),
        CHECK (applied_at IS NULL OR ended_at IS NOT NULL)
      ) STRICT;

      CREATE TABLE review_readers (
        session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
        reader TEXT NOT NULL CHECK (length(reader) > 0),
        position INTEGER NOT NULL CHECK (position >= 0),
        PRIMARY KEY (session_id, reader),
        UNIQUE (session_id, position)
      ) STRICT;

      -- What a reader is shown, in this order. The id says nothing of the sinus. No reference to subjects: a frozen
      -- version outlives what it was made from.
      CREATE TABLE review_items (
        id TEXT PRIMARY KEY CHECK (length(id) = 24),
        session_id TEXT NOT NULL,
        reader TEXT NOT NULL,
        position INTEGER NOT NULL CHECK (position >= 0),
        sinus TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('left', 'right')),
        repeat_of TEXT REFERENCES review_items (id) ON DELETE CASCADE,
        UNIQUE (session_id, reader, position),
        FOREIGN KEY (session_id, reader) REFERENCES review_readers (session_id, reader) ON DELETE CASCADE
      ) STRICT;
      CREATE UNIQUE INDEX one_reading_per_sinus ON review_items (session_id, reader, sinus) WHERE repeat_of IS NULL;
      CREATE UNIQUE INDEX one_repeat_per_item ON review_items (repeat_of) WHERE repeat_of IS NOT NULL;

      -- Appended; taking one back and looking at the answer are noted on it.
      CREATE TABLE review_commitments (
        id INTEGER PRIMARY KEY,
        item_id TEXT NOT NULL REFERENCES review_items (id) ON DELETE CASCADE,
        label TEXT NOT NULL CHECK (label IN ('normal', 'anomalous')),
        confidence INTEGER NOT NULL CHECK (confidence BETWEEN 1 AND 5),
        seconds REAL NOT NULL CHECK (seconds >= 0),
        blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
        committed_at TEXT NOT NULL,
        revealed_at TEXT,
        undone_at TEXT
      ) STRICT;
      CREATE UNIQUE INDEX one_commitment_stands ON review_commitments (item_id) WHERE undone_at IS NULL;
      CREATE INDEX commitments_of_item ON review_commitments (item_id);

      -- A third person's answer where readers disagree.
      CREATE TABLE review_decisions (
        session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
        sinus TEXT NOT NULL,
        label TEXT NOT NULL CHECK (label IN ('normal', 'anomalous')),
        decided_by TEXT NOT NULL CHECK (length(decided_by) > 0),
        decided_at TEXT NOT NULL,
        PRIMARY KEY (session_id, sinus)
      ) STRICT;
    `)
  },
}
