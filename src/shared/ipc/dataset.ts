import { z } from 'zod'
import { defaultSplitOptions } from '../domain/splits.ts'
import { findings } from '../domain/sinus.ts'
import { api, bytes, longWork, progressSchema, project, reads, side } from './base.ts'

/** The proof card: counted from the frozen content itself. */
export const proofSchema = z.object({
  unit: z.enum(['subject', 'sinus']),
  sharedSubjects: z.number().int(),
  straddlingTest: z.number().int(),
  duplicates: z.number().int(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), found: z.string() })),
})
export type Proof = z.infer<typeof proofSchema>

/** How often the locked test set was looked at. */
const testSetSchema = z.object({
  evaluatedModels: z.number().int(),
  reads: z.number().int(),
  lastReadAt: z.string().nullable(),
})

const foldSchema = z.object({
  train: z.array(z.string()),
  validation: z.array(z.string()),
  /** Label fraction ("0.1", …, "1") to what it trains on; each holds every smaller one. */
  fractions: z.record(z.string(), z.array(z.string())),
})

export const manifestSchema = z.object({
  schema: z.literal(1),
  version: z.string(),
  hash: z.string(),
  edgeMm: z.number(),
  voxels: z.number().int(),
  sinuses: z.array(
    z.object({
      id: z.string(),
      subject: z.string(),
      side,
      file: z.string(),
      sha256: z.string(),
      /** null: unlabelled. */
      target: z.union([z.literal(0), z.literal(1)]).nullable(),
      finding: z.enum(findings).nullable(),
    }),
  ),
  /** Of subjects' ids, or of sinuses' where it was split by sinus. */
  split: z.object({
    unit: z.literal('sinus').optional(),
    seed: z.number().int(),
    test: z.array(z.string()),
    folds: z.array(foldSchema),
    unlabelled: z.object({ train: z.array(z.string()), validation: z.array(z.string()) }),
  }),
})
export type Manifest = z.infer<typeof manifestSchema>

export const freezeReportSchema = z.object({
  manifest: manifestSchema,
  proof: proofSchema,
  testSet: testSetSchema,
  /** False when the same content was frozen before: that version is returned. */
  created: z.boolean(),
  warnings: z.array(z.string()),
})
export type FreezeReport = z.infer<typeof freezeReportSchema>

export const versionSchema = z.object({
  version: z.string(),
  hash: z.string(),
  subjects: z.number().int(),
  sinuses: z.number().int(),
  splitUnit: z.enum(['subject', 'sinus']),
  /** Older versions were frozen with fewer checks. */
  proof: proofSchema.partial(),
  frozenAt: z.string(),
  /** Whether the manifest has the hash it was frozen with; null when it cannot be read. */
  intact: z.boolean().nullable(),
  testSet: testSetSchema,
})
export type Version = z.infer<typeof versionSchema>

const namesSchema = z.array(z.string())
const change = <T extends z.ZodType>(value: T) => ({ from: value, to: value })

export const diffSchema = z.object({
  same: z.boolean(),
  subjects: z.object({ added: namesSchema, removed: namesSchema }),
  sinuses: z.object({ added: namesSchema, removed: namesSchema, changed: namesSchema }),
  labels: z.array(z.object({ sinus: z.string(), ...change(z.string()) })),
  roles: z.array(z.object({ name: z.string(), ...change(z.string()) })),
  fractions: namesSchema,
  settings: z.array(
    z.object({
      name: z.enum(['edgeMm', 'voxels', 'unit', 'seed', 'folds']),
      ...change(z.union([z.string(), z.number()])),
    }),
  ),
})
export type Diff = z.infer<typeof diffSchema>

const version = project.extend({ version: z.string().min(1) })

export const dataset = {
  /** Freezes what is extracted and labelled into a version; what stays the same gives the version there is. */
  freeze: api
    .input(
      project.extend({
        /** v1, v2, … when left out. */
        name: z.string().exactOptional(),
        folds: z.number().int().default(defaultSplitOptions.folds),
        seed: z.number().int().default(defaultSplitOptions.seed),
        testFraction: z.number().default(defaultSplitOptions.testFraction),
        fractions: z.array(z.number()).default([...defaultSplitOptions.fractions]),
        /** 'sinus' splits as the released code did, which leaks. */
        unit: z.enum(['subject', 'sinus']).default('subject'),
        leaveOutFlagged: z.boolean().default(false),
        leaveOut: z.array(z.string()).default([]),
      }),
    )
    .output(longWork(freezeReportSchema, progressSchema)),
  /** Oldest first. */
  versions: reads.input(project).output(z.array(versionSchema)),
  /** What a version holds: its sinuses, targets and splits. */
  manifest: reads.input(version).output(manifestSchema),
  diff: reads.input(project.extend({ from: z.string().min(1), to: z.string().min(1) })).output(diffSchema),
  /** A frozen sinus, by its id, as its NIfTI file. */
  sinusVolume: reads.input(version.extend({ sinus: z.string().min(1) })).output(bytes),
}
