import { setImmediate as nextTurn } from 'node:timers/promises'
import { asFingerprint, likeness, type Fingerprint } from '../../shared/imaging/fingerprint.ts'
import type { Db } from '../db/connection.ts'
import { addScan, listScans, listFingerprints, saveFingerprint, type Scan } from '../db/stores/scans.ts'

/**
 * From here on two scans are one that was saved twice. On real heads the same scan in another voxel type, scaling, header
 * or resolution comes to 0.9996 or more, heads of two people to 0.97 at the most; of 2 600 synthetic heads, which share one
 * anatomy, the two most alike to 0.9961.
 */
export const sameScanFrom = 0.9995

export interface LookAlike {
  scan: Scan
  /** `likeness`, 0…1. */
  likeness: number
}

export type KnownScans = Awaited<ReturnType<typeof openKnownScans>>

/** The scans of a project, kept up to date while more are added, to know each again. */
export async function openKnownScans(db: Db) {
  const scans = new Map((await listScans(db)).map((scan) => [scan.id, scan]))
  const fingerprints = new Map<string, Fingerprint>()
  await nextTurn()
  for (const [id, values] of await listFingerprints(db)) {
    // Of thousands this takes long enough to be felt elsewhere.
    if (fingerprints.size % 500 === 0) await nextTurn()
    fingerprints.set(id, asFingerprint(values))
  }
  const bySubject = Map.groupBy(scans.values(), ({ subject }) => subject)
  const spellings = new Map([...bySubject.keys()].map((subject) => [subject.toLowerCase(), subject]))

  return {
    count: () => scans.size,
    find: (id: string) => scans.get(id),
    ofSubject: (subject: string): readonly Scan[] => bySubject.get(subject) ?? [],
    /** Another id that differs in upper and lower case only: one file name on some systems. */
    otherSpelling: (subject: string) => {
      const known = spellings.get(subject.toLowerCase())
      return known === subject ? undefined : known
    },
    /** The scan that looks most like this one, if any does. */
    lookAlike: (values: Float32Array): LookAlike | null => {
      const own = asFingerprint(values)
      let best: LookAlike | null = null
      for (const [id, other] of fingerprints) {
        const found = likeness(own, other, best?.likeness ?? sameScanFrom)
        if (found > (best?.likeness ?? 0)) best = { scan: scans.get(id)!, likeness: found }
      }
      return best
    },
    add: async (scan: Scan, fingerprint: Float32Array) => {
      await addScan(db, scan, fingerprint)
      const own = bySubject.get(scan.subject) ?? []
      if (scan.used) for (const other of own) other.used = false
      bySubject.set(scan.subject, [...own, scan])
      spellings.set(scan.subject.toLowerCase(), scan.subject)
      scans.set(scan.id, scan)
      fingerprints.set(scan.id, asFingerprint(fingerprint))
    },
    /** For a scan that an older Antrum imported. */
    addFingerprint: async (id: string, values: Float32Array) => {
      if (fingerprints.has(id)) return
      await saveFingerprint(db, id, values)
      fingerprints.set(id, asFingerprint(values))
    },
  }
}
