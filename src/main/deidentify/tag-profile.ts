/**
 * What becomes of DICOM attributes. The rule is an allow list: an attribute that is not named under `keptTags` or
 * `voxelTags` does not reach the project, known or not, private or not. docs/de-identification.md explains it.
 *
 * Against DICOM PS3.15 annex E (Basic Application Level Confidentiality Profile) we remove more, with two of its options:
 * Retain Patient Characteristics (sex, and age up to 89) and Retain Longitudinal Temporal Information with Modified Dates.
 */

/** Stored with the scan, as `StoredAcquisition`, by 'ggggeeee' of the attribute they come from. */
export const keptTags: Readonly<Record<string, string>> = {
  '00080060': 'Modality',
  '00080070': 'Manufacturer',
  '00081090': 'ManufacturerModelName',
  '00180015': 'BodyPartExamined',
  '00180020': 'ScanningSequence',
  '00180021': 'SequenceVariant',
  '00180023': 'MRAcquisitionType',
  '00180050': 'SliceThickness',
  '00180060': 'KVP',
  '00180080': 'RepetitionTime',
  '00180081': 'EchoTime',
  '00180082': 'InversionTime',
  '00180087': 'MagneticFieldStrength',
  '00181314': 'FlipAngle',
  '00185100': 'PatientPosition',
  '00189079': 'InversionTimes',
  '00189082': 'EffectiveEchoTime',
  '00282110': 'LossyImageCompression',
}

/** Stored in another form. */
export const replacedTags: Readonly<Record<string, string>> = {
  '00100020': 'PatientID', // a salted pseudonym
  '00100040': 'PatientSex', // M, F or O only
  '00101010': 'PatientAge', // whole years, 90 for all above
  '00080022': 'AcquisitionDate', // shifted, the same for all dates of a person
}

/** They make the voxels and their place, and live on in those only. */
export const voxelTags: ReadonlySet<string> = new Set([
  '00020010', // transfer syntax
  '00080005', // character set
  '00080008', // image type
  '00180088', // spacing between slices
  '00200013', // instance number
  '00200032', // position
  '00200037', // orientation
  '00209113',
  '00209116',
  '00209111', // frame content
  '00209056',
  '00209057',
  '00209128',
  '00209157',
  '00189112', // functional groups that hold what is kept
  '00189114',
  '00189115',
  '00280002',
  '00280004',
  '00280008',
  '00280010',
  '00280011',
  '00280030',
  '00280100',
  '00280101',
  '00280102',
  '00280103',
  '00281052',
  '00281053',
  '00289110',
  '00289145',
  '52009229',
  '52009230',
  '7fe00010',
])

/** Attributes that name people, places, dates or devices, for the report of what was removed. Source: PS3.15, E.1-1. */
export const identifyingTags: Readonly<Record<string, string>> = {
  '00020003': 'MediaStorageSOPInstanceUID',
  '00020016': 'SourceApplicationEntityTitle',
  '00080012': 'InstanceCreationDate',
  '00080013': 'InstanceCreationTime',
  '00080014': 'InstanceCreatorUID',
  '00080018': 'SOPInstanceUID',
  '00080020': 'StudyDate',
  '00080021': 'SeriesDate',
  '00080023': 'ContentDate',
  '0008002a': 'AcquisitionDateTime',
  '00080030': 'StudyTime',
  '00080031': 'SeriesTime',
  '00080032': 'AcquisitionTime',
  '00080033': 'ContentTime',
  '00080050': 'AccessionNumber',
  '00080080': 'InstitutionName',
  '00080081': 'InstitutionAddress',
  '00080090': 'ReferringPhysicianName',
  '00080092': 'ReferringPhysicianAddress',
  '00080094': 'ReferringPhysicianTelephoneNumbers',
  '00080201': 'TimezoneOffsetFromUTC',
  '00081010': 'StationName',
  '00081030': 'StudyDescription',
  '0008103e': 'SeriesDescription',
  '00081040': 'InstitutionalDepartmentName',
  '00081048': 'PhysiciansOfRecord',
  '00081050': 'PerformingPhysicianName',
  '00081060': 'NameOfPhysiciansReadingStudy',
  '00081070': 'OperatorsName',
  '00081080': 'AdmittingDiagnosesDescription',
  '00081110': 'ReferencedStudySequence',
  '00081111': 'ReferencedPerformedProcedureStepSequence',
  '00081140': 'ReferencedImageSequence',
  '00081155': 'ReferencedSOPInstanceUID',
  '00082111': 'DerivationDescription',
  '00082112': 'SourceImageSequence',
  '00100010': 'PatientName',
  '00100021': 'IssuerOfPatientID',
  '00100030': 'PatientBirthDate',
  '00100032': 'PatientBirthTime',
  '00100050': 'PatientInsurancePlanCodeSequence',
  '00101000': 'OtherPatientIDs',
  '00101001': 'OtherPatientNames',
  '00101002': 'OtherPatientIDsSequence',
  '00101005': 'PatientBirthName',
  '00101020': 'PatientSize',
  '00101030': 'PatientWeight',
  '00101040': 'PatientAddress',
  '00101060': 'PatientMotherBirthName',
  '00101090': 'MedicalRecordLocator',
  '00102000': 'MedicalAlerts',
  '00102110': 'Allergies',
  '00102150': 'CountryOfResidence',
  '00102154': 'PatientTelephoneNumbers',
  '00102160': 'EthnicGroup',
  '00102180': 'Occupation',
  '001021b0': 'AdditionalPatientHistory',
  '001021c0': 'PregnancyStatus',
  '001021f0': 'PatientReligiousPreference',
  '00104000': 'PatientComments',
  '00181000': 'DeviceSerialNumber',
  '00181002': 'DeviceUID',
  '00181030': 'ProtocolName',
  '00181200': 'DateOfLastCalibration',
  '00181400': 'AcquisitionDeviceProcessingDescription',
  '00189074': 'FrameAcquisitionDateTime',
  '00189151': 'FrameReferenceDateTime',
  '0020000d': 'StudyInstanceUID',
  '0020000e': 'SeriesInstanceUID',
  '00200010': 'StudyID',
  '00200052': 'FrameOfReferenceUID',
  '00204000': 'ImageComments',
  '00209164': 'DimensionOrganizationUID',
  '00281199': 'PalettecolorLookupTableUID',
  '00321032': 'RequestingPhysician',
  '00321033': 'RequestingService',
  '00321060': 'RequestedProcedureDescription',
  '00324000': 'StudyComments',
  '00380010': 'AdmissionID',
  '00380300': 'CurrentPatientLocation',
  '00380500': 'PatientState',
  '00384000': 'VisitComments',
  '00400006': 'ScheduledPerformingPhysicianName',
  '00400241': 'PerformedStationAETitle',
  '00400242': 'PerformedStationName',
  '00400244': 'PerformedProcedureStepStartDate',
  '00400245': 'PerformedProcedureStepStartTime',
  '00400253': 'PerformedProcedureStepID',
  '00400254': 'PerformedProcedureStepDescription',
  '00400275': 'RequestAttributesSequence',
  '00401001': 'RequestedProcedureID',
  '00402016': 'PlacerOrderNumberImagingServiceRequest',
  '00402017': 'FillerOrderNumberImagingServiceRequest',
  '0040a124': 'UID',
  '00880200': 'IconImageSequence',
  '00880140': 'StorageMediaFileSetUID',
}
