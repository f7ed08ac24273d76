import type { ComponentType } from 'react'
import type { Version } from '../../../../shared/ipc/dataset.ts'
import type { PlanPreview, RecipeDraft } from '../../../../shared/ipc/experiments.ts'
import { BudgetStep } from './budget-step.tsx'
import { CostStep } from './cost-step.tsx'
import { DatasetStep } from './dataset-step.tsx'
import type { Offers } from './draft-edits.ts'
import { GridStep } from './grid-step.tsx'
import { MethodsStep } from './methods-step.tsx'
import { QuestionStep } from './question-step.tsx'
import { ReviewStep } from './review-step.tsx'

/** What every step is given: the plan as it is, and the ways to change it. */
export interface StepProps {
  folder: string
  draft: RecipeDraft
  /** Name of the shipped recipe it started from; null: a file. */
  recipe: string | null
  recipes: readonly { name: string; draft: RecipeDraft }[]
  versions: readonly Version[]
  offers: Offers
  /** What the core makes of it; null until it has, or while it cannot be planned. */
  preview: PlanPreview | null
  /** What each method takes, by the last preview that could be made. */
  costs: PlanPreview['methods'] | null
  /** The preview is of this very draft, and the plan has a name. */
  isCurrent: boolean
  change: (draft: RecipeDraft) => void
  chooseDataset: (version: string) => void
  begin: (recipe: string, draft: RecipeDraft) => void
}

export const stepIds = ['question', 'dataset', 'methods', 'grid', 'cost', 'budget', 'review'] as const
export type StepId = (typeof stepIds)[number]

export const steps: Record<StepId, ComponentType<StepProps>> = {
  question: QuestionStep,
  dataset: DatasetStep,
  methods: MethodsStep,
  grid: GridStep,
  cost: CostStep,
  budget: BudgetStep,
  review: ReviewStep,
}
