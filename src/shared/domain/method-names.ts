import type { StartingPoint, StudyArm } from './stage.ts'

/** How a starting point is called in tables and figures. */
export const methodNames: Record<StartingPoint, string> = {
  scratch: 'No pretraining',
  transfer: 'Transfer (MedicalNet)',
  autoencoder: 'Autoencoder',
  denoising: 'Denoising autoencoder',
  byol: 'BYOL',
  simsiam: 'SimSiam',
  simclr: 'SimCLR',
  spark: 'SparK',
  residual: 'Residual prediction',
}

/** The rows of a study in the order of its tables: its methods, then the variants of the residual method. */
export const studyArms = ({
  methods,
  variants = [],
}: {
  methods: readonly StartingPoint[]
  variants?: readonly { name: string }[] | undefined
}): StudyArm[] => [...methods, ...variants.map(({ name }) => `residual/${name}` as const)]

/** A row of a study is a starting point, or a variant of one as its recipe names it: "residual/normals-20". */
export function armParts(arm: string): { method: string; variant?: string } {
  const [method = arm, variant] = arm.split('/')
  return variant === undefined ? { method } : { method, variant }
}

/** The same for every row a study can have: a variant of the residual method goes by the name its recipe gives it. */
export function armName(arm: string, names: Record<string, string> = methodNames): string {
  const { method, variant } = armParts(arm)
  const name = names[method] ?? method
  return variant === undefined ? name : `${name} (${variant})`
}
