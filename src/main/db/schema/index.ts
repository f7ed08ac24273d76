import type { AcquisitionsTable } from './acquisitions.ts'
import type { AuditLogTable } from './audit-log.ts'
import type { CentroidChangesTable } from './centroid-changes.ts'
import type { CentroidsTable } from './centroids.ts'
import type { ConvertedSeriesTable } from './converted-series.ts'
import type { DatasetVersionsTable, FoldRolesTable, SplitRolesTable } from './dataset-versions.ts'
import type { DecisionsTable } from './decisions.ts'
import type { ExperimentsTable, ExperimentStagesTable, RunsTable } from './experiments.ts'
import type { LabelFindingsTable, LabelsTable } from './labels.ts'
import type { RegistrationsTable } from './registrations.ts'
import type {
  ReviewCommitmentsTable,
  ReviewDecisionsTable,
  ReviewItemsTable,
  ReviewReadersTable,
  ReviewSessionsTable,
} from './review.ts'
import type { ScanFingerprintsTable } from './scan-fingerprints.ts'
import type { ScansTable } from './scans.ts'
import type { SettingsTable } from './settings.ts'
import type { SinusesTable } from './sinuses.ts'
import type { MetricsTable, PredictionsTable, StagesTable } from './stages.ts'
import type { SubjectsTable } from './subjects.ts'

/** Every table. Times are ISO 8601 UTC, booleans 0 or 1, structured values JSON text that the stores (de)code. */
export interface Database {
  settings: SettingsTable
  auditLog: AuditLogTable
  subjects: SubjectsTable
  scans: ScansTable
  acquisitions: AcquisitionsTable
  convertedSeries: ConvertedSeriesTable
  scanFingerprints: ScanFingerprintsTable
  decisions: DecisionsTable
  labels: LabelsTable
  labelFindings: LabelFindingsTable
  centroids: CentroidsTable
  centroidChanges: CentroidChangesTable
  registrations: RegistrationsTable
  sinuses: SinusesTable
  datasetVersions: DatasetVersionsTable
  splitRoles: SplitRolesTable
  foldRoles: FoldRolesTable
  experiments: ExperimentsTable
  stages: StagesTable
  experimentStages: ExperimentStagesTable
  runs: RunsTable
  predictions: PredictionsTable
  metrics: MetricsTable
  reviewSessions: ReviewSessionsTable
  reviewReaders: ReviewReadersTable
  reviewItems: ReviewItemsTable
  reviewCommitments: ReviewCommitmentsTable
  reviewDecisions: ReviewDecisionsTable
}
