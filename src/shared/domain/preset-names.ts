/** The efforts a recipe can start from; src/main/study/presets.ts has what they are. */
export const presetNames = ['paper', 'as-released', 'quick'] as const
export type PresetName = (typeof presetNames)[number]
