/** What a person has to decide before the sinuses of a scan are cut out. */
export const questions = ['sides', 'same-scan'] as const
export type Question = (typeof questions)[number]

interface Asked {
  /** Of the note that asks it. */
  code: string
  /** Why the scan is left out until it is answered. */
  reason: string
  answers: string
  /** "It was decided that …" */
  decided: (answer: string) => string
}

export const askedBy: Record<Question, Asked> = {
  sides: {
    code: 'sides-unknown',
    reason: 'left and right of this scan cannot be known',
    answers: 'an orientation: the direction in which each voxel axis grows, such as RAS or LAS',
    decided: (orientation) => `its voxel axes grow towards ${orientation}`,
  },
  'same-scan': {
    code: 'suspected-duplicate',
    reason: 'it looks like the scan of another subject',
    answers: 'same (it stays left out) or different (it is used)',
    decided: (answer) =>
      answer === 'same' ? 'it is the scan of another subject, and left out' : 'it is of a person of its own',
  },
}

/** Questions that the notes of a scan ask, answered or not. */
export const questionsOf = (notes: readonly { code: string }[]): Question[] =>
  questions.filter((question) => notes.some(({ code }) => code === askedBy[question].code))
