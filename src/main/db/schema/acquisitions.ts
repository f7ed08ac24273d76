/** How a scan that came from DICOM was taken; no identifiers. */
export interface AcquisitionsTable {
  scanId: string
  /** JSON `StoredAcquisition`. */
  kept: string
  /** JSON `RemovalReport`: names of attributes, never values. */
  removal: string
}
