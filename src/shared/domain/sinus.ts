/** The subject's own side, never the side of the screen. */
export type Side = 'left' | 'right'
export type SideLetter = 'L' | 'R'

export const sides: readonly Side[] = ['left', 'right']
export const sideLetter = (side: Side): SideLetter => (side === 'left' ? 'L' : 'R')
export const sideFromLetter = (letter: SideLetter): Side => (letter === 'L' ? 'left' : 'right')

/** What a reader found in an anomalous sinus (method-spec D16). */
export const findings = ['mucosal_thickening', 'polyp', 'cyst', 'opacified'] as const
export type Finding = (typeof findings)[number]

export type Label = 'normal' | 'anomalous'

/** The 0/1 a classifier learns: 1 = anomalous. */
export type Target = 0 | 1

/** One sinus of one subject, e.g. `sub-0001_L`: unique within a dataset, safe in file names. */
export const sinusId = (subject: string, side: Side): string => `${subject}_${sideLetter(side)}`
