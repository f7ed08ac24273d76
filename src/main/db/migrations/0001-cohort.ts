import type { Migration } from './index.ts'

export const cohort: Migration = {
  name: '0001-cohort',
  up: (sqlite) => {
    sqlite.exec(`
      CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value))
      ) STRICT;

      CREATE TABLE audit_log (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        action TEXT NOT NULL,
        details TEXT NOT NULL CHECK (json_valid(details))
      ) STRICT;

      CREATE TABLE subjects (
        id TEXT PRIMARY KEY,
        added_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE scans (
        id TEXT PRIMARY KEY,
        subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
        file TEXT NOT NULL UNIQUE,
        contrast TEXT,
        shape TEXT NOT NULL CHECK (json_valid(shape)),
        spacing_mm TEXT NOT NULL CHECK (json_valid(spacing_mm)),
        affine TEXT NOT NULL CHECK (json_valid(affine)),
        notes TEXT NOT NULL CHECK (json_valid(notes)),
        used INTEGER NOT NULL CHECK (used IN (0, 1)),
        imported_at TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX one_used_scan_per_subject ON scans (subject_id) WHERE used = 1;

      CREATE TABLE labels (
        id INTEGER PRIMARY KEY,
        subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
        side TEXT NOT NULL CHECK (side IN ('left', 'right')),
        annotator TEXT NOT NULL,
        label TEXT NOT NULL CHECK (label IN ('normal', 'anomalous')),
        set_at TEXT NOT NULL,
        UNIQUE (subject_id, side, annotator),
        UNIQUE (id, label)
      ) STRICT;

      CREATE TABLE label_findings (
        label_id INTEGER NOT NULL,
        label TEXT NOT NULL DEFAULT 'anomalous' CHECK (label = 'anomalous'),
        position INTEGER NOT NULL CHECK (position >= 0),
        finding TEXT NOT NULL CHECK (finding IN ('mucosal_thickening', 'polyp', 'cyst', 'opacified')),
        PRIMARY KEY (label_id, position),
        UNIQUE (label_id, finding),
        FOREIGN KEY (label_id, label) REFERENCES labels (id, label) ON DELETE CASCADE
      ) STRICT;

      CREATE TABLE centroids (
        scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
        side TEXT NOT NULL CHECK (side IN ('left', 'right')),
        x_mm REAL NOT NULL,
        y_mm REAL NOT NULL,
        z_mm REAL NOT NULL,
        set_at TEXT NOT NULL,
        PRIMARY KEY (scan_id, side)
      ) STRICT;

      CREATE TABLE registrations (
        scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
        fixed_scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
        transform TEXT NOT NULL CHECK (transform IN ('identity', 'rigid', 'affine')),
        scan_world_from_fixed TEXT NOT NULL CHECK (json_valid(scan_world_from_fixed)),
        score REAL,
        flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
        method_hash TEXT NOT NULL,
        registered_at TEXT NOT NULL,
        PRIMARY KEY (scan_id, fixed_scan_id)
      ) STRICT;

      CREATE TABLE sinuses (
        subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
        side TEXT NOT NULL CHECK (side IN ('left', 'right')),
        scan_id TEXT NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
        file TEXT NOT NULL UNIQUE,
        centre_x_mm REAL NOT NULL,
        centre_y_mm REAL NOT NULL,
        centre_z_mm REAL NOT NULL,
        edge_mm REAL NOT NULL CHECK (edge_mm > 0),
        voxels INTEGER NOT NULL CHECK (voxels > 0),
        coverage REAL NOT NULL CHECK (coverage BETWEEN 0 AND 1),
        flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
        sha256 TEXT NOT NULL,
        recipe_hash TEXT NOT NULL,
        extracted_at TEXT NOT NULL,
        PRIMARY KEY (subject_id, side)
      ) STRICT;

      CREATE TABLE dataset_versions (
        version TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        edge_mm REAL NOT NULL,
        voxels INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        folds INTEGER NOT NULL,
        subjects INTEGER NOT NULL,
        sinuses INTEGER NOT NULL,
        proof TEXT NOT NULL CHECK (json_valid(proof)),
        frozen_at TEXT NOT NULL
      ) STRICT;

      -- One role per subject and split. No reference to subjects: a frozen version outlives what it was made from.
      CREATE TABLE split_roles (
        version TEXT NOT NULL REFERENCES dataset_versions (version) ON DELETE CASCADE,
        subject_id TEXT NOT NULL,
        role TEXT NOT NULL
          CHECK (role IN ('test', 'development', 'unlabelled-train', 'unlabelled-validation')),
        PRIMARY KEY (version, subject_id),
        UNIQUE (version, subject_id, role)
      ) STRICT;

      -- Only development subjects can be in a fold, each validates in exactly one, and fractions nest because a
      -- training subject carries the smallest fraction that contains it.
      CREATE TABLE fold_roles (
        version TEXT NOT NULL,
        fold_index INTEGER NOT NULL CHECK (fold_index >= 0),
        subject_id TEXT NOT NULL,
        split_role TEXT NOT NULL DEFAULT 'development' CHECK (split_role = 'development'),
        role TEXT NOT NULL CHECK (role IN ('train', 'validation')),
        smallest_fraction REAL,
        PRIMARY KEY (version, fold_index, subject_id),
        FOREIGN KEY (version, subject_id, split_role)
          REFERENCES split_roles (version, subject_id, role) ON DELETE CASCADE,
        CHECK ((role = 'train') = (smallest_fraction IS NOT NULL))
      ) STRICT;
      CREATE UNIQUE INDEX validates_in_one_fold ON fold_roles (version, subject_id) WHERE role = 'validation';
    `)
  },
}
