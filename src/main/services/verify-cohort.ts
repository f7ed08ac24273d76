import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { noSharedSubject, proveSplit } from '../../shared/domain/split-proof.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import { encodeNifti, parseNifti } from '../../shared/imaging/nifti.ts'
import type { DatasetVersion } from '../db/stores/datasets.ts'
import { listScans } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { sha256 } from '../study/hash.ts'
import type { ServiceContext } from './service-context.ts'
import type { Findings } from './verify-findings.ts'

/** Every stored scan still has the content that names it. */
export async function verifyScans(
  project: Project,
  findings: Findings,
  { signal, progress }: ServiceContext,
): Promise<void> {
  const scans = await listScans(project.db)
  for (const [i, { id, file }] of scans.entries()) {
    signal.throwIfAborted()
    await findings.check(file, async () => {
      findings.checked.scans++
      findings.checked.files++
      if ((await contentHash(path.join(project.paths.root, file))) !== id)
        findings.fail(file, 'is not the scan that was imported')
    })
    progress({ phase: 'Verifying scans', done: i + 1, total: scans.length })
  }
}

async function contentHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  await (file.endsWith('.gz')
    ? pipeline(createReadStream(file), createGunzip(), hash)
    : pipeline(createReadStream(file), hash))
  return hash.digest('hex')
}

/**
 * A frozen version: its manifest has the hash it was frozen with, its proof still holds, and every volume its voxels.
 * @returns The manifest; null when it cannot be trusted.
 */
export async function verifyDataset(
  project: Project,
  { version, hash, proof }: DatasetVersion,
  findings: Findings,
  { signal, progress }: ServiceContext,
): Promise<DatasetManifest | null> {
  const folder = path.join(project.paths.volumes, version)
  const named = (file: string) => `volumes/${version}/${file}`
  let manifest: DatasetManifest | null = null
  await findings.check(named('dataset.json'), async () => {
    findings.checked.files++
    const text = await readFile(path.join(folder, 'dataset.json'), 'utf8')
    const { version: name, hash: claimed, ...content } = JSON.parse(text) as DatasetManifest
    const found = sha256(canonicalJson(content))
    if (found !== hash || claimed !== hash || name !== version)
      return findings.fail(named('dataset.json'), `has hash ${found}, and ${hash} was frozen as ${version}`)
    manifest = { ...content, version, hash }
  })
  if (!manifest) return null
  const { sinuses } = manifest as DatasetManifest

  const now = proveSplit(manifest)
  for (const { name, ok, found } of now.checks) {
    if (ok) continue
    if (name === noSharedSubject && now.unit === 'sinus')
      findings.note(
        `${version} was split by sinus, not by subject, so this does not hold: ${name} (${found}).`,
      )
    else findings.fail(named('dataset.json'), `breaks its own rules: ${name}; found ${found}`)
  }
  // A card proves what it says: one from before a field was added is not wrong for lacking it.
  const card = Object.entries((proof ?? {}) as Record<string, unknown>)
  const comesTo = new Map<string, unknown>(Object.entries(now))
  if (
    card.length === 0 ||
    card.some(([field, value]) => canonicalJson(comesTo.get(field) ?? null) !== canonicalJson(value))
  )
    findings.fail('antrum.sqlite', `the proof card of ${version} is not what its dataset.json comes to`)

  for (const [i, sinus] of sinuses.entries()) {
    signal.throwIfAborted()
    const file = named(sinus.file)
    await findings.check(file, async () => {
      findings.checked.volumes++
      findings.checked.files++
      const problem = volumeProblem(await readFile(path.join(folder, sinus.file)), sinus.sha256)
      if (problem) findings.fail(file, problem)
    })
    progress({ phase: `Verifying volumes of ${version}`, done: i + 1, total: sinuses.length })
  }
  await verifyPacked(folder, manifest, findings, named)
  return manifest
}

/** The packed copy that training reads; it may be missing, since it is made again, but it may not be something else. */
async function verifyPacked(
  folder: string,
  { voxels, sinuses }: DatasetManifest,
  findings: Findings,
  named: (file: string) => string,
): Promise<void> {
  const file = await open(path.join(folder, 'packed.f32')).catch(() => null)
  if (!file) return
  const rebuilt = 'Delete it and its index.json: they are made again from the volumes'
  try {
    findings.checked.files++
    const row = new Uint8Array(4 * voxels ** 3)
    for (const [i, { id, sha256: wanted }] of sinuses.entries()) {
      const { bytesRead } = await file.read(row, 0, row.length, i * row.length)
      if (bytesRead < row.length) return findings.fail(named('packed.f32'), `ends before ${id}. ${rebuilt}`)
      if (createHash('sha256').update(row).digest('hex') !== wanted)
        return findings.fail(named('packed.f32'), `holds other voxels for ${id} than were frozen. ${rebuilt}`)
    }
  } finally {
    await file.close()
  }
}

/**
 * What is wrong with the bytes of a volume; null when nothing is. Its hash covers the voxels only, so the header is held
 * against the one we would write for the same geometry: it is in there twice, as sform and as quaternion.
 */
export function volumeProblem(bytes: Uint8Array, wanted: string): string | null {
  const { volume } = parseNifti(bytes)
  const { data } = volume
  const voxels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (createHash('sha256').update(voxels).digest('hex') !== wanted)
    return 'does not hold the voxels that were frozen'
  const canonical = encodeNifti(volume)
  if (bytes.length !== canonical.length)
    return `has ${bytes.length} bytes where ${canonical.length} were written`
  const [own, expected] = [bytes, canonical].map((one) => new DataView(one.buffer, one.byteOffset))
  for (let at = 0; at < voxelOffset; at++) {
    const isGeometry = geometry.some(([from, to]) => at >= from && at < to)
    if (!isGeometry && bytes[at] !== canonical[at]) return 'has a header that was not written by Antrum'
  }
  for (const [from, to] of geometry) {
    for (let at = from; at < to; at += 4) {
      const [a, b] = [own.getFloat32(at, true), expected.getFloat32(at, true)]
      // Rounded once more on the way back, so the last bits may differ.
      if (!(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b))))
        return 'contradicts itself about where it lies'
    }
  }
  return null
}

const voxelOffset = 352
/** Byte ranges of a NIfTI-1 header that hold floating-point geometry: spacing; quaternion, offsets and sform. */
const geometry = [
  [76, 108],
  [256, 328],
] as const
