import { z } from 'zod'
import { columnMeanings } from '../domain/label-columns.ts'
import { questions } from '../domain/open-questions.ts'
import { findings } from '../domain/sinus.ts'
import { affine, api, longWork, millimetres, progressSchema, project, reads, side } from './base.ts'

/** A thing about a file that is worth a look, or why it was rejected; the last sentence of `reason` says what to do. */
const noteSchema = z.object({
  code: z.string(),
  reason: z.string(),
  /** Id of the scan it looks like. */
  alike: z.string().optional(),
})
const laneNoteSchema = noteSchema.extend({
  /** What to do, by itself. */
  fix: z.string(),
})
export type LaneNote = z.infer<typeof laneNoteSchema>

const importedSchema = z.object({ file: z.string(), subject: z.string(), scan: z.string() })
const lookSchema = importedSchema.extend({ ...laneNoteSchema.shape, notes: z.array(laneNoteSchema) })
const rejectedSchema = laneNoteSchema.extend({ file: z.string() })

/** A file that has found its lane. */
export const settledFileSchema = z.discriminatedUnion('lane', [
  importedSchema.extend({ lane: z.literal('ok') }),
  lookSchema.extend({ lane: z.literal('look') }),
  rejectedSchema.extend({ lane: z.literal('rejected') }),
])
export type SettledFile = z.infer<typeof settledFileSchema>

/** `settled`: the files that found their lane since the event before. */
export const importEventSchema = progressSchema.extend({ settled: z.array(settledFileSchema) })
export type ImportEvent = z.infer<typeof importEventSchema>

export const listedSeriesSchema = z.object({
  /** What an import is asked for. */
  series: z.string(),
  /** Its file or folder. */
  file: z.string(),
  /** Patients and studies are counted from 1. */
  patient: z.number().int(),
  study: z.number().int(),
  number: z.number().nullable(),
  description: z.string(),
  modality: z.string(),
  contrast: z.string().nullable(),
  /** Columns and rows. */
  matrix: z.tuple([z.number().int(), z.number().int()]),
  /** null where the slices make no volume. */
  slices: z.number().int().nullable(),
  /** Between columns, rows and slices. */
  spacingMm: millimetres.nullable(),
  plane: z.enum(['axial', 'coronal', 'sagittal']).nullable(),
  /** The subject's side at the left edge of the slices; null in sagittal ones. */
  leftEdge: side.nullable(),
  files: z.number().int(),
  transferSyntax: z.string(),
  lossy: z.boolean(),
  problems: z.array(z.object({ code: z.string(), reason: z.string(), blocks: z.boolean() })),
  /** Whether an import takes it unless told otherwise, and why. */
  proposed: z.boolean(),
  why: z.string(),
  /** PNG of the middle slice, base64; null when it cannot be drawn. */
  thumbnail: z.string().nullable().optional(),
})
/** A DICOM series as a person picks it. Its texts may name the patient: for the screen only. */
export type ListedSeries = z.infer<typeof listedSeriesSchema>

const rejectedFileSchema = noteSchema.extend({ file: z.string() })

const seriesReportSchema = z.object({
  /** By patient, study and series number. */
  series: z.array(listedSeriesSchema),
  rejected: z.array(rejectedFileSchema),
  withoutImages: z.number().int(),
})

/** What became of attributes: names and numbers, never values. */
const removalSchema = z.object({
  kept: z.array(z.string()),
  replaced: z.array(z.string()),
  removed: z.object({
    identifying: z.array(z.string()),
    other: z.array(z.string()),
    private: z.number().int(),
  }),
})

export const importReportSchema = z.object({
  /** In the project, after this import. */
  subjects: z.number().int(),
  scans: z.number().int(),
  /** Scans that were not in the project before. */
  added: z.number().int(),
  lanes: z.object({
    ok: z.array(importedSchema),
    look: z.array(lookSchema),
    rejected: z.array(rejectedSchema),
  }),
  throughput: z.object({ scans: z.number().int(), seconds: z.number(), scansPerSecond: z.number() }),
  dicom: z
    .object({
      series: z.array(listedSeriesSchema.extend({ taken: z.boolean(), subject: z.string().nullable() })),
      /** How many of the series to take an earlier import had converted. */
      recognised: z.number().int(),
      withoutImages: z.number().int(),
      attributes: removalSchema,
    })
    .optional(),
})
export type ImportReport = z.infer<typeof importReportSchema>

export const attributePreviewSchema = z.object({
  /** 'gggg,eeee'. */
  tag: z.string(),
  /** null where the de-identification profile does not name it. */
  name: z.string().nullable(),
  /** As the files have it, shortened; of several values the first. */
  before: z.string(),
  /** How many different values the files of the series have. */
  values: z.number().int(),
  /** What is kept with the scan; null: nothing. */
  after: z.string().nullable(),
  /** 'voxels': it makes the voxels and their place, and lives on in those only. */
  fate: z.enum(['kept', 'replaced', 'voxels', 'removed']),
  /** It points to people, places, dates or devices. */
  identifying: z.boolean(),
})
/** An attribute of a series before and after de-identification. For the screen only: `before` may name the patient. */
export type AttributePreview = z.infer<typeof attributePreviewSchema>

const tagPreviewSchema = z.object({
  series: z.array(
    z.object({ series: z.string(), file: z.string(), attributes: z.array(attributePreviewSchema) }),
  ),
  rejected: z.array(rejectedFileSchema),
})

const sinusLabelSchema = z.object({
  subject: z.string(),
  side,
  /** Empty when nobody is named. */
  annotator: z.string(),
  label: z.enum(['normal', 'anomalous']),
  findings: z.array(z.enum(findings)),
})
export type SinusLabel = z.infer<typeof sinusLabelSchema>

const labelReportSchema = z.object({
  /** Labels that are in the project through this sheet; in a preview: would be. */
  labels: z.number().int(),
  changed: z.number().int(),
  problems: z.array(
    z.object({
      line: z.number().int(),
      code: z.enum(['unknown-subject', 'contradiction', 'bad-value']),
      reason: z.string(),
    }),
  ),
  /** Sides with an empty cell. */
  unlabelled: z.number().int(),
  layout: z.enum(['per-sinus', 'per-subject', 'codes']),
  notes: z.array(z.string()),
})

const countsSchema = z.record(z.enum(['normal', 'anomalous', ...findings]), z.number().int())

export const labelPreviewSchema = labelReportSchema.extend({
  format: z.enum(['csv', 'xlsx']),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  rows: z.number().int(),
  /** Every column with what it is taken for (null: nothing) and some of its cells. */
  columns: z.array(
    z.object({
      title: z.string(),
      meaning: z.enum(columnMeanings).nullable(),
      examples: z.array(z.string()),
    }),
  ),
  meanings: z.array(z.enum(columnMeanings)).readonly(),
  counts: z.object({ left: countsSchema, right: countsSchema }),
  annotators: z.array(z.string()),
  sample: z.array(sinusLabelSchema),
})
export type LabelPreview = z.infer<typeof labelPreviewSchema>

const sheetInput = project.extend({
  /** Absolute path. */
  file: z.string().min(1),
  /** Of a workbook; its first that holds anything when left out. */
  sheet: z.string().exactOptional(),
  /** 'column=meaning', where titles do not say it. */
  map: z.array(z.string()).exactOptional(),
})

export const cohortScanSchema = z.object({
  subject: z.string(),
  scan: z.string(),
  contrast: z.string().nullable(),
  shape: millimetres,
  spacingMm: millimetres,
  affine,
  /** Whether its subject's sinuses are cut from this scan. */
  used: z.boolean(),
  lane: z.enum(['ok', 'look']),
  notes: z.array(laneNoteSchema),
  /** Why it is not cut although it is in use; null when it is. */
  leftOut: z.string().nullable(),
})
export type CohortScan = z.infer<typeof cohortScanSchema>

const question = z.enum(questions)

export const decisionsSchema = z.object({
  open: z.array(
    z.object({
      subject: z.string(),
      scan: z.string(),
      question,
      reason: z.string(),
      answers: z.string(),
    }),
  ),
  decided: z.array(
    z.object({
      subject: z.string(),
      scan: z.string(),
      question,
      answer: z.string(),
      orientedScan: z.string().nullable(),
      decidedAt: z.string(),
    }),
  ),
})
export type Decisions = z.infer<typeof decisionsSchema>

/** Subject or scan id. */
const about = project.extend({ target: z.string().min(1) })
/** Absolute paths of files or folders. */
const paths = z.array(z.string().min(1)).min(1)

export const cohort = {
  /** Every file goes on its own: a bad one is rejected with a reason. Repeated, it goes on where it was. */
  import: api
    .input(
      project.extend({
        paths,
        /** DICOM series to take, the proposed ones when left out. */
        series: z.array(z.string()).exactOptional(),
        /** Give subjects of NIfTI files pseudonyms; said once, it holds for the project. */
        pseudonyms: z.boolean().exactOptional(),
      }),
    )
    .output(longWork(importReportSchema, importEventSchema)),
  /** The scans of the project, by subject, with what there is to look at. */
  scans: reads.input(project).output(z.array(cohortScanSchema)),
  /** The DICOM series in files and folders; changes nothing. */
  series: api
    .input(z.object({ paths, thumbnails: z.boolean().default(false) }))
    .output(longWork(seriesReportSchema, progressSchema)),
  /** What de-identification makes of each attribute of the proposed series, or of those named; changes nothing. */
  tags: api
    .input(project.extend({ paths, series: z.array(z.string()).exactOptional() }))
    .output(longWork(tagPreviewSchema, progressSchema)),
  labels: reads.input(project).output(z.array(sinusLabelSchema)),
  previewLabels: api.input(sheetInput).output(labelPreviewSchema),
  importLabels: api.input(sheetInput).output(labelReportSchema),
  decisions: reads.input(project).output(decisionsSchema),
  /** `orientation`: the direction in which each voxel axis grows, such as RAS. */
  decideSides: api.input(about.extend({ orientation: z.string() })).output(decisionsSchema),
  decideSameScan: api.input(about.extend({ answer: z.enum(['same', 'different']) })).output(decisionsSchema),
  undoDecision: api.input(about.extend({ question })).output(decisionsSchema),
}
