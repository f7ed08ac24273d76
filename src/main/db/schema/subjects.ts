/** A person of the cohort, known by a pseudonym only. */
export interface SubjectsTable {
  id: string
  addedAt: string
}
