import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { startingPoints } from '../domain/stage.ts'
import { errorCodes } from './error.ts'

/** Every domain error crosses as this one defined oRPC error; `data` is an ErrorPayload. */
export const errorPayload = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.unknown().optional(),
})
/** What is known of a call besides its data. */
export interface CallMeta {
  /** Whether it writes anything; a workbench served for reading only refuses those. A call that says nothing does. */
  changes: boolean
}

export const api = oc.$meta<CallMeta>({ changes: true }).errors({ ANTRUM: { data: errorPayload } })
/** Starts a call that only looks, and only at the project it names. */
export const reads = api.meta({ changes: false })

/** A project is named by its absolute folder in every call. */
export const project = z.object({ folder: z.string().min(1) })

/** How far one named phase of some work is; `total` is left out while it is not known. */
export const progressSchema = z.object({
  phase: z.string(),
  /** The phase is one of several known beforehand: which, counting from 1, of how many. */
  step: z.tuple([z.int(), z.int()]).optional(),
  done: z.number(),
  total: z.number().optional(),
  /** What was worked on last, such as a subject's id; never a file's name. */
  note: z.string().optional(),
  /** Time left, where it is known better than from the rate so far. */
  leftSeconds: z.number().optional(),
})
export type ProgressEvent = z.infer<typeof progressSchema>

/**
 * Work that takes a while: events of how far it is, at most ten a second and at least one, then the result as the
 * iterator's return value. Aborting the call, or losing the connection, stops the work.
 */
export const longWork = <Event extends z.ZodType, Result extends z.ZodType>(result: Result, event: Event) =>
  eventIterator(event, result)

/** A row of a study: a starting point, or a variant of one by the name its recipe gives it. */
export const studyArm = z.union([z.enum(startingPoints), z.templateLiteral(['residual/', z.string().min(1)])])

export const side = z.enum(['left', 'right'])
/** A point in a scan's own RAS world. */
export const millimetres = z.tuple([z.number(), z.number(), z.number()])
/** Row-major 4×4. */
export const affine = z.array(z.number()).length(16).readonly()
/** A file's bytes: pictures and voxels travel as binary, never as JSON. */
export const bytes = z.instanceof(Blob)
