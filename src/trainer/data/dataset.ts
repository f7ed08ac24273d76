import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { listedAs, type DatasetManifest, type DatasetSinus } from '../../shared/domain/dataset.ts'
import type { Stage, TrainingParams } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ObjectiveSpec } from '../objectives/objectives.ts'
import type { ProgramOptions } from '../program.ts'

/** A sinus with its row in the packed file. */
export interface SinusRow extends DatasetSinus {
  row: number
}

/** Cohorts up to this many bytes are read once and kept; larger ones are read batch by batch. */
const keepBytes = 2 ** 31

/** Fixed-size volumes of a packed float32 file, by row. */
export class PackedVolumes {
  readonly voxels: number
  private readonly file: number
  private readonly whole: Float32Array | undefined

  constructor(file: string, count: number, voxels: number) {
    this.voxels = voxels
    if (!existsSync(file))
      throw new AntrumError(
        'invalid-state',
        `${path.basename(file)} is missing from ${path.basename(path.dirname(file))}. Run the study again: it is rebuilt from the volumes.`,
      )
    this.file = openSync(file, 'r')
    const { size } = fstatSync(this.file)
    const wanted = count * voxels ** 3 * 4
    if (size !== wanted)
      throw new AntrumError(
        'corrupt-data',
        `${path.basename(file)} should have ${wanted} bytes for ${count} volumes and has ${size}. Delete it and run again: it is rebuilt.`,
      )
    if (size <= keepBytes) {
      this.whole = new Float32Array(count * voxels ** 3)
      this.fill(new Uint8Array(this.whole.buffer), 0)
    }
  }

  /** Rows one after the other, [rows·voxels³]. */
  read(rows: readonly number[]): Float32Array {
    const length = this.voxels ** 3
    const batch = new Float32Array(rows.length * length)
    rows.forEach((row, index) => {
      if (this.whole) batch.set(this.whole.subarray(row * length, (row + 1) * length), index * length)
      else this.fill(new Uint8Array(batch.buffer, index * length * 4, length * 4), row * length * 4)
    })
    return batch
  }

  close(): void {
    closeSync(this.file)
  }

  private fill(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length;) {
      const count = readSync(this.file, bytes, done, Math.min(bytes.length - done, 2 ** 30), position + done)
      if (count === 0)
        throw new AntrumError(
          'corrupt-data',
          'A packed volume file ended early. Delete it and run again: it is rebuilt.',
        )
      done += count
    }
  }
}

/** The frozen dataset a stage works on. */
export class TrainingDataset {
  readonly manifest: DatasetManifest
  readonly volumes: PackedVolumes
  readonly voxelMm: number
  private readonly rows: SinusRow[]

  /** @throws AntrumError 'corrupt-data' when the dataset is not the one the stage was planned for. */
  constructor(stageFolder: string, stage: Stage) {
    const folder = path.resolve(stageFolder, '..', '..', 'volumes', stage.dataset.version)
    const file = path.join(folder, 'dataset.json')
    if (!existsSync(file))
      throw new AntrumError('not-found', `Dataset version ${stage.dataset.version} is not in this project.`)
    this.manifest = JSON.parse(readFileSync(file, 'utf8')) as DatasetManifest
    if (this.manifest.hash !== stage.dataset.hash) {
      throw new AntrumError(
        'corrupt-data',
        `Dataset ${stage.dataset.version} has hash ${this.manifest.hash}; this stage was planned for ${stage.dataset.hash}. Plan the experiment again.`,
      )
    }
    this.rows = this.manifest.sinuses.map((sinus, row) => ({ ...sinus, row }))
    this.volumes = new PackedVolumes(path.join(folder, 'packed.f32'), this.rows.length, this.manifest.voxels)
    this.voxelMm = this.manifest.edgeMm / this.manifest.voxels
  }

  /** Volumes one after the other, [rows·voxels³]. */
  read(rows: readonly SinusRow[]): Float32Array {
    return this.volumes.read(rows.map(({ row }) => row))
  }

  /** Options of a program for these volumes. */
  program(
    objective: ObjectiveSpec,
    { precision, optimiser, augmentation }: Pick<TrainingParams, 'precision'> & Partial<TrainingParams>,
    shape: { batch: number; parts?: number },
  ): ProgramOptions {
    return {
      objective,
      voxels: this.manifest.voxels,
      voxelMm: this.voxelMm,
      ...shape,
      precision,
      optimiser: optimiser ?? null,
      augmentation: augmentation ?? 'none',
    }
  }

  all(): SinusRow[] {
    return this.rows
  }

  /** The sinuses a list of the split names: both of each subject. */
  of(names: readonly string[]): SinusRow[] {
    const wanted = new Set(names)
    const listed = listedAs(this.manifest.split)
    return this.rows.filter((sinus) => wanted.has(listed(sinus)))
  }

  labelled(names: readonly string[]): (SinusRow & { target: 0 | 1 })[] {
    return this.of(names).filter((sinus): sinus is SinusRow & { target: 0 | 1 } => sinus.target !== null)
  }
}
