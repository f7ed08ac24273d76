import { readFileSync } from 'node:fs'
import { AntrumError } from '../../shared/ipc/error.ts'

/** The part of the package's Emscripten module that is used. */
interface Program {
  FS: {
    mkdir: (path: string) => void
    createDataFile: (
      folder: string,
      name: string,
      data: Uint8Array,
      canRead: boolean,
      canWrite: boolean,
      canOwn: boolean,
    ) => void
    readdir: (path: string) => string[]
    readFile: (path: string) => Uint8Array<ArrayBuffer>
  }
  callMain: (args: string[]) => number
}
type CreateProgram = (options: {
  noInitialRun: boolean
  wasmBinary: Uint8Array
  print: (line: string) => void
  printErr: (line: string) => void
}) => Promise<Program>

/** The package's entry wants a browser; the program it starts there runs in Node as it is. */
const program = new URL('./dcm2niix.jpeg.js', import.meta.resolve('@niivue/dcm2niix'))

/** Lines of dcm2niix that tell why it failed, among many that do not. */
const complaint = /error|unsupported|unable to (?!determine)|fail|corrupt|not found|not large enough/i

/**
 * Has dcm2niix turn slices of one volume into NIfTI, all in memory. Files are numbered, so nothing it may print or write
 * can hold a name. Blocks while it works: for worker threads, which can be ended.
 *
 * @param files  Contents of DICOM files; the caller has made sure that they belong together.
 * @returns NIfTI-1 bytes, not compressed; its text fields are dcm2niix's and are not to be stored.
 * @throws AntrumError 'unreadable-file' when it fails or finds more than one volume.
 */
export async function convertDicom(files: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const { default: create } = (await import(program.href)) as { default: CreateProgram }
  const lines: string[] = []
  const say = (line: string) => void (lines.length < 1000 && lines.push(line))
  const wasmBinary = readFileSync(new URL('./dcm2niix.jpeg.wasm', program))
  // A new instance each time: the program leaves its memory as it was when it ended.
  const { FS, callMain } = await create({ noInitialRun: true, wasmBinary, print: say, printErr: say })
  FS.mkdir('/in')
  FS.mkdir('/out')
  files.forEach((bytes, i) =>
    FS.createDataFile('/in', `${String(i).padStart(6, '0')}.dcm`, bytes, true, false, true),
  )
  // No JSON, no compression, one volume from slices of one series whatever else differs.
  const args = ['-b', 'n', '-z', 'n', '-m', 'y', '-f', 'scan', '-o', '/out', '/in']
  let exitCode: number
  try {
    exitCode = callMain(args)
  } catch (error) {
    throw failed(lines, (error as Error).message)
  }
  // Beside the volume it may leave variants: slices interpolated to even distances, or straightened.
  const volumes = FS.readdir('/out').filter(
    (name) => name.endsWith('.nii') && !/_(Eq|Tilt)(_\d+)?\.nii$/.test(name),
  )
  if (volumes.length === 1) return FS.readFile(`/out/${volumes[0]}`)
  if (volumes.length === 0) throw failed(lines, `it ended with ${exitCode} and wrote no volume`)
  throw new AntrumError(
    'unreadable-file',
    `dcm2niix found ${volumes.length} volumes where the attributes speak of one. Export the series again, one volume at a time.`,
  )
}

function failed(lines: readonly string[], ending: string): AntrumError {
  const said = lines.filter((line) => complaint.test(line)).slice(-2)
  const why = (said.length > 0 ? said.join('; ') : ending || 'it stopped without a word')
    .replace(/[^\x20-\x7e]/g, '?') // it may quote damaged bytes
    .slice(0, 300)
  return new AntrumError(
    'unreadable-file',
    `The slices could not be converted (dcm2niix: ${why}). Copy the series again, or export it uncompressed.`,
  )
}
