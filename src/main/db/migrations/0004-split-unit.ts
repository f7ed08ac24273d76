import type { Migration } from './index.ts'

export const splitUnit: Migration = {
  name: '0004-split-unit',
  up: (sqlite) => {
    sqlite.exec(`
      -- A split by sinus, as the released code drew it, has no roles of subjects: its lists are in the manifest alone.
      ALTER TABLE dataset_versions
        ADD COLUMN split_unit TEXT NOT NULL DEFAULT 'subject' CHECK (split_unit IN ('subject', 'sinus'));
      CREATE TRIGGER no_subject_roles_in_a_split_by_sinus BEFORE INSERT ON split_roles
        WHEN (SELECT split_unit FROM dataset_versions WHERE version = NEW.version) = 'sinus'
        BEGIN SELECT RAISE(ABORT, 'a split by sinus gives subjects no role'); END;
    `)
  },
}
