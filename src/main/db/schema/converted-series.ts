/** A DICOM series that was converted, to know it again. */
export interface ConvertedSeriesTable {
  /** `Pseudonyms.content` of its files. */
  contentHash: string
  scanId: string
}
