interface TransferSyntax {
  name: string
  /** Pixels lie in fragments, compressed frame by frame. */
  compressed: boolean
  /** Whether dcm2niix, as we run it, decodes it. */
  readable: boolean
}

const plain = { compressed: false, readable: true }
const compressed = { compressed: true, readable: true }
const refused = { compressed: true, readable: false }

/** Source: DICOM PS3.6, table A-1; PS3.5, annex A. What is readable: dcm2niix with OpenJPEG and CharLS. */
const syntaxes: Record<string, TransferSyntax> = {
  '1.2.840.10008.1.2': { name: 'implicit little endian', ...plain },
  '1.2.840.10008.1.2.1': { name: 'explicit little endian', ...plain },
  '1.2.840.10008.1.2.2': { name: 'explicit big endian', ...plain },
  '1.2.840.10008.1.2.1.99': { name: 'deflated', compressed: false, readable: false },
  '1.2.840.10008.1.2.4.50': { name: 'JPEG baseline', ...compressed },
  '1.2.840.10008.1.2.4.51': { name: 'JPEG extended', ...refused },
  '1.2.840.10008.1.2.4.57': { name: 'JPEG lossless', ...compressed },
  '1.2.840.10008.1.2.4.70': { name: 'JPEG lossless', ...compressed },
  '1.2.840.10008.1.2.4.80': { name: 'JPEG-LS', ...compressed },
  '1.2.840.10008.1.2.4.81': { name: 'JPEG-LS, near-lossless', ...compressed },
  '1.2.840.10008.1.2.4.90': { name: 'JPEG 2000, lossless', ...compressed },
  '1.2.840.10008.1.2.4.91': { name: 'JPEG 2000', ...compressed },
  '1.2.840.10008.1.2.4.201': { name: 'high-throughput JPEG 2000, lossless', ...refused },
  '1.2.840.10008.1.2.4.202': { name: 'high-throughput JPEG 2000, lossless', ...refused },
  '1.2.840.10008.1.2.4.203': { name: 'high-throughput JPEG 2000', ...refused },
  '1.2.840.10008.1.2.5': { name: 'run-length', ...compressed },
}

export const implicitLittleEndian = '1.2.840.10008.1.2'

/** How a file's pixels are stored; one that is not listed counts as compressed in a way we do not read. */
export const transferSyntax = (uid: string): TransferSyntax =>
  syntaxes[uid] ?? { name: `transfer syntax ${uid.slice(0, 64)}`, ...refused }
