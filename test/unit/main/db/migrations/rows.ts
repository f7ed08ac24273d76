/**
 * SQL that fills every table a migration made, by version (first entry: version 1). Written once, when a version is
 * released, and never changed after: it stands for what users have on disk.
 */
export const rowsAtVersion: readonly string[] = [
  `
  INSERT INTO settings VALUES ('fixedScan', '"s1"');
  INSERT INTO audit_log VALUES (1, '2026-01-01', 'import', '{}');
  INSERT INTO subjects VALUES ('sub-1', '2026-01-01'), ('sub-2', '2026-01-01');
  INSERT INTO scans VALUES
    ('s1', 'sub-1', 'scans/s1.nii.gz', 'FLAIR', '[2,2,2]', '[1,1,1]', '[]', '[]', 1, '2026-01-01'),
    ('s2', 'sub-2', 'scans/s2.nii.gz', NULL, '[2,2,2]', '[1,1,1]', '[]', '[{"code":"x","reason":"y"}]', 1, '2026-01-01');
  INSERT INTO labels VALUES (1, 'sub-1', 'left', 'A', 'anomalous', '2026-01-01'), (2, 'sub-1', 'right', '', 'normal', '2026-01-01');
  INSERT INTO label_findings VALUES (1, 'anomalous', 0, 'polyp'), (1, 'anomalous', 1, 'cyst');
  INSERT INTO centroids VALUES ('s1', 'left', -25.5, 40, -30, '2026-01-01');
  INSERT INTO registrations VALUES ('s2', 's1', 'rigid', '[1]', 0.75, 0, 'abc', '2026-01-01'), ('s1', 's1', 'identity', '[1]', NULL, 0, 'abc', '2026-01-01');
  INSERT INTO sinuses VALUES ('sub-1', 'left', 's1', 'volumes/draft/sub-1_L.nii', 1, 2, 3, 64, 64, 0.5, 1, 'f00', 'ba5', '2026-01-01');
  INSERT INTO dataset_versions VALUES ('v1', 'h', 64, 64, 0, 5, 2, 4, '{}', '2026-01-01');
  INSERT INTO split_roles VALUES ('v1', 'sub-1', 'test'), ('v1', 'sub-2', 'development');
  INSERT INTO fold_roles (version, fold_index, subject_id, role, smallest_fraction) VALUES
    ('v1', 0, 'sub-2', 'train', 0.1), ('v1', 1, 'sub-2', 'validation', NULL);
  `,
  `
  INSERT INTO experiments VALUES ('quick-1', '{}', 'v1', 'float32', '2026-01-01', NULL);
  INSERT INTO stages (hash, kind, definition, state, reason) VALUES ('f1', 'finetune', '{}', 'failed', '{"code":"internal","message":"m"}');
  INSERT INTO stages (hash, kind, definition, state, finished_at) VALUES ('e1', 'evaluate', '{}', 'finished', '2026-01-01');
  INSERT INTO experiment_stages VALUES ('quick-1', 0, 'f1'), ('quick-1', 1, 'e1');
  INSERT INTO runs VALUES ('quick-1', 0, 'scratch', 0.1, 0, 100, 'e1');
  INSERT INTO predictions VALUES ('e1', 'sub-2_L', 'sub-2', 'left', 'validation', 1, 0.75);
  INSERT INTO metrics VALUES ('e1', 'auroc', 0.5, NULL), ('e1', 'f1', NULL, 'one class only');
  `,
  `
  INSERT INTO scan_fingerprints VALUES ('s1', zeroblob(2048)), ('s2', zeroblob(2048));
  INSERT INTO decisions VALUES ('s2', 'same-scan', 'different', NULL, '2026-01-01');
  `,
  "INSERT INTO dataset_versions VALUES ('leaky', 'h2', 64, 64, 0, 5, 2, 4, '{}', '2026-01-01', 'sinus');",
  "INSERT INTO centroid_changes VALUES (1, '2026-01-01', 'mark', '[]');",
  `INSERT INTO acquisitions VALUES ('s1', '{"modality":"MR"}', '{"kept":["Modality"]}');`,
  `
  UPDATE experiments SET queue_position = 2;
  UPDATE stages SET priority = 1, expected_seconds = 1.5, method = 'scratch', fold_index = 0, label_fraction = 0.1;
  `,
  "INSERT INTO converted_series VALUES ('0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d', 's1');",
  `
  INSERT INTO review_sessions VALUES ('review-1', 'v1', 'all', 'quick-1', 7, '2026-01-01', '2026-01-02', 'panel', '2026-01-03');
  INSERT INTO review_readers VALUES ('review-1', 'reader A', 0), ('review-1', 'reader B', 1);
  INSERT INTO review_items VALUES
    ('0a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader A', 0, 'sub-1_L', 'sub-1', 'left', NULL),
    ('1a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader A', 1, 'sub-1_L', 'sub-1', 'left', '0a1b2c3d0a1b2c3d0a1b2c3d'),
    ('2a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader B', 0, 'sub-1_L', 'sub-1', 'left', NULL);
  INSERT INTO review_commitments VALUES
    (1, '0a1b2c3d0a1b2c3d0a1b2c3d', 'normal', 2, 4.5, 1, '2026-01-01', '2026-01-01', '2026-01-01'),
    (2, '0a1b2c3d0a1b2c3d0a1b2c3d', 'anomalous', 5, 8, 0, '2026-01-01', NULL, NULL);
  INSERT INTO review_decisions VALUES ('review-1', 'sub-1_L', 'anomalous', 'chair', '2026-01-02');
  `,
]
