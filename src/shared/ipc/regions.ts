import { z } from 'zod'
import { api, bytes, longWork, millimetres, progressSchema, project, reads, side } from './base.ts'

const registeredScanSchema = z.object({
  subject: z.string(),
  scan: z.string(),
  /** False for a scan that could not be registered, or was not yet. */
  registered: z.boolean(),
  /** 0…1, higher is better; 1 for the fixed scan, 0 for a scan that is not registered. */
  score: z.number(),
  /** Deserves a look before its sinuses are used. */
  flagged: z.boolean(),
  reasons: z.array(z.string()),
})
export type RegisteredScan = z.infer<typeof registeredScanSchema>

const fixedSchema = z.object({ subject: z.string(), scan: z.string() })
const transform = z.enum(['rigid', 'affine'])

export const registerReportSchema = z.object({
  fixed: fixedSchema,
  transform,
  /** Scores below this are flagged. */
  threshold: z.number(),
  /** By subject. */
  scans: z.array(registeredScanSchema),
  /** Were registered the same way before. */
  unchanged: z.number().int(),
})
export type RegisterReport = z.infer<typeof registerReportSchema>

export const registrationsSchema = z.object({
  fixed: fixedSchema,
  threshold: z.number(),
  /** Worst first. */
  scans: z.array(registeredScanSchema),
})
export type Registrations = z.infer<typeof registrationsSchema>

export const centroidsSchema = z.object({
  sides: z.array(
    z.object({
      side,
      centroids: z.array(
        z.object({
          subject: z.string(),
          mm: millimetres.readonly(),
          /** In the fixed scan's RAS world; null while the scan is not registered. */
          inFixedMm: millimetres.readonly().nullable(),
          /** From the median point, in the fixed scan's frame. */
          distanceMm: z.number().nullable(),
          outlier: z.boolean(),
        }),
      ),
      /** Over those that are registered; null when none is, or (SD) when only one is. */
      meanMm: millimetres.readonly().nullable(),
      sdMm: millimetres.readonly().nullable(),
    }),
  ),
  /** What makes an outlier, in words. */
  rule: z.string(),
  /** How many changes can be undone. */
  undoable: z.number().int(),
})
export type Centroids = z.infer<typeof centroidsSchema>

const centroidProblemSchema = z.object({
  line: z.number().int(),
  code: z.enum(['unknown-subject', 'bad-value', 'contradiction', 'outside-field-of-view']),
  reason: z.string(),
})

export const sinusSchema = z.object({
  subject: z.string(),
  side,
  scan: z.string(),
  /** Relative to the project folder. */
  file: z.string(),
  /** Centre of the cube in the scan's own RAS world. */
  centreMm: millimetres,
  edgeMm: z.number(),
  voxels: z.number().int(),
  /** Share of the cube inside the scan's field of view, 0…1. */
  coverage: z.number(),
  flagged: z.boolean(),
  reasons: z.array(z.string()),
})
export type Sinus = z.infer<typeof sinusSchema>

export const extractReportSchema = z.object({
  sinuses: z.array(sinusSchema),
  failed: z.array(z.object({ subject: z.string(), code: z.string(), reason: z.string() })),
  unregistered: z.array(z.string()),
  leftOut: z.array(z.object({ subject: z.string(), reason: z.string() })),
})
export type ExtractReport = z.infer<typeof extractReportSchema>

const montageInput = project.extend({
  /** Only these; all when left out. */
  subjects: z.array(z.string()).exactOptional(),
  /** At most so many rows, those that deserve a look first. */
  most: z.number().int().min(1).max(200).default(40),
})
const montageSchema = z.object({
  png: bytes,
  /** Subjects from the top. */
  rows: z.array(z.string()),
  leftOut: z.number().int(),
  failed: z.array(z.object({ subject: z.string(), reason: z.string() })),
})

const point = project.extend({ subject: z.string().min(1), side })

export const regions = {
  /** The scan others would be registered to now. */
  fixedScan: reads.input(project).output(fixedSchema),
  /** The scan in use of a subject as its NIfTI file, compressed. */
  scanVolume: reads.input(project.extend({ subject: z.string().min(1) })).output(bytes),
  register: api
    .input(
      project.extend({ fixedSubject: z.string().exactOptional(), transform: transform.default('rigid') }),
    )
    .output(longWork(registerReportSchema, progressSchema)),
  /** What the last registration found; null when there was none. */
  registrations: reads.input(project).output(registrationsSchema.nullable()),
  /** Registered heads, a row each, worst first: slices through the sinus centres, or through the head before those are marked. */
  headMontage: reads
    .input(montageInput.extend({ pixelsPerMm: z.number().min(0.5).max(4).default(2) }))
    .output(montageSchema),
  centroids: reads.input(project).output(centroidsSchema),
  /** Makes the points of a sheet the project's centroids, in place of all there were. */
  setCentroids: api
    .input(project.extend({ file: z.string().min(1) }))
    .output(centroidsSchema.extend({ set: z.number().int(), problems: z.array(centroidProblemSchema) })),
  /** `mm`: in RAS millimetres of the subject's scan in use. */
  markCentroid: api.input(point.extend({ mm: millimetres })).output(centroidsSchema),
  removeCentroid: api.input(point).output(centroidsSchema),
  /** Takes the last change back, and the one before it when called again. */
  undoCentroids: api
    .input(project)
    .output(centroidsSchema.extend({ undone: z.enum(['set', 'mark', 'remove']) })),
  extract: api
    .input(
      project.extend({
        edgeMm: z.number().default(64),
        voxels: z.number().int().default(64),
        /** Moves each cube by chance with the spread of the marked centres; null: none. */
        jitterSeed: z.number().int().nullable().default(null),
      }),
    )
    .output(longWork(extractReportSchema, progressSchema)),
  /** What has been extracted. */
  sinuses: reads.input(project).output(z.array(sinusSchema)),
  /** The cubes as they were cut, both sinuses of a subject in a row, the right one mirrored. */
  cubeMontage: reads.input(montageInput).output(montageSchema),
  /** A cube as its NIfTI file; its affine leads back to the scan. */
  sinusVolume: reads.input(point).output(bytes),
}
