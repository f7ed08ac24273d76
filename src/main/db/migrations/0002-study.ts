import type { Migration } from './index.ts'

export const study: Migration = {
  name: '0002-study',
  up: (sqlite) => {
    sqlite.exec(`
      CREATE TABLE experiments (
        id TEXT PRIMARY KEY,
        recipe TEXT NOT NULL CHECK (json_valid(recipe)),
        dataset_version TEXT NOT NULL REFERENCES dataset_versions (version),
        precision TEXT NOT NULL CHECK (precision IN ('float32', 'bfloat16')),
        planned_at TEXT NOT NULL,
        cancelled_at TEXT
      ) STRICT;

      -- A computation, whoever asked for it; the hash covers the definition.
      CREATE TABLE stages (
        hash TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('cae', 'residuals', 'pretrain', 'finetune', 'evaluate')),
        definition TEXT NOT NULL CHECK (json_valid(definition)),
        state TEXT NOT NULL DEFAULT 'queued'
          CHECK (state IN ('queued', 'running', 'finished', 'cancelled', 'interrupted', 'failed')),
        reason TEXT CHECK (json_valid(reason)),
        trainer_pid INTEGER,
        trainer_host TEXT,
        device TEXT,
        steps_done INTEGER,
        steps_total INTEGER,
        epoch_index INTEGER,
        epochs INTEGER,
        loss REAL,
        step_seconds REAL,
        started_at TEXT,
        last_event_at TEXT,
        seconds REAL,
        finished_at TEXT,
        CHECK ((state = 'failed') = (reason IS NOT NULL)),
        CHECK ((state = 'finished') = (finished_at IS NOT NULL))
      ) STRICT;

      CREATE TABLE experiment_stages (
        experiment_id TEXT NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        stage_hash TEXT NOT NULL REFERENCES stages (hash),
        PRIMARY KEY (experiment_id, stage_hash),
        UNIQUE (experiment_id, position)
      ) STRICT;
      CREATE INDEX experiments_of_stage ON experiment_stages (stage_hash);

      -- One number of an experiment's result table before averaging.
      CREATE TABLE runs (
        experiment_id TEXT NOT NULL,
        position INTEGER NOT NULL CHECK (position >= 0),
        method TEXT NOT NULL,
        label_fraction REAL NOT NULL CHECK (label_fraction > 0 AND label_fraction <= 1),
        fold_index INTEGER NOT NULL CHECK (fold_index >= 0),
        seed INTEGER NOT NULL,
        stage_hash TEXT NOT NULL,
        PRIMARY KEY (experiment_id, method, label_fraction, fold_index, seed),
        FOREIGN KEY (experiment_id, stage_hash)
          REFERENCES experiment_stages (experiment_id, stage_hash) ON DELETE CASCADE
      ) STRICT;

      CREATE TABLE predictions (
        stage_hash TEXT NOT NULL REFERENCES stages (hash) ON DELETE CASCADE,
        sinus TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('left', 'right')),
        "set" TEXT NOT NULL CHECK ("set" IN ('validation', 'test')),
        target INTEGER NOT NULL CHECK (target IN (0, 1)),
        score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
        PRIMARY KEY (stage_hash, sinus)
      ) STRICT;

      -- Of a training: what its history came to; of an evaluation: its test metrics, null with a reason if undefined.
      CREATE TABLE metrics (
        stage_hash TEXT NOT NULL REFERENCES stages (hash) ON DELETE CASCADE,
        name TEXT NOT NULL,
        value REAL,
        reason TEXT,
        PRIMARY KEY (stage_hash, name),
        CHECK ((value IS NULL) = (reason IS NOT NULL))
      ) STRICT;
    `)
  },
}
