/** What a scan looks like from afar, to know it again when it comes under another name. */
export interface ScanFingerprintsTable {
  scanId: string
  /** 512 float32 little endian, see `fingerprintOf`. */
  fingerprint: Buffer
}
