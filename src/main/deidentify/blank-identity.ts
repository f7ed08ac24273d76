import type { DataSet } from '../dicom/data-set.ts'
import { identifyingTags, replacedTags } from './tag-profile.ts'

/** UIDs tell the converter what belongs together; sequences are made of other attributes. */
const blanked = Object.entries({ ...identifyingTags, ...replacedTags })
  .filter(([, name]) => !/UID|Sequence$/.test(name))
  .map(([tag]) => `x${tag}`)

/**
 * Overwrites what identifies a person with spaces, in the bytes of the file themselves, so that no other program is given
 * it. It helps that program, too: dcm2niix takes slices apart whose study times differ by a millisecond.
 */
export function blankIdentity(dataSet: DataSet): void {
  for (const tag of blanked) {
    const element = dataSet.elements[tag]
    if (element && !element.items)
      dataSet.byteArray.fill(0x20, element.dataOffset, element.dataOffset + element.length)
  }
}
