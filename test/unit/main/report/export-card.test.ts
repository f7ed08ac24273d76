import { describe, expect, it } from 'vitest'
import { exportCard } from '../../../../src/main/report/export-card.ts'
import type { ExportFacts } from '../../../../src/main/report/export-facts.ts'
import { modelDescription } from '../../../../src/main/report/model-description.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { modelOrigin } from '../../../../src/main/study/model-origin.ts'
import type { Stage, StageOf } from '../../../../src/shared/domain/stage.ts'
import { undefinedBecause } from '../../../../src/shared/metrics/index.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const { stages } = expand(
  aRecipe({ methods: ['residual'], labelFractions: [1], folds: 1 }),
  manifest,
  'bfloat16',
)
const isClassifier = (stage: Stage): stage is StageOf<'finetune'> => stage.kind === 'finetune'
const stage = stages.find(isClassifier)!
const checked = (file: string) => ({ files: [file], largestDifference: 2e-6, judge: 'a runtime' })

const facts = (changes: Partial<ExportFacts> = {}): ExportFacts => ({
  stage,
  name: 'fine-tuning residual, fold 1, 100% of labels',
  network: 'classifier',
  manifest,
  answer: {
    tensorflow: '2.21.0',
    width: 16,
    parameters: 2_000_000,
    volumes: 8,
    tensors: [],
    outputSize: 2,
    formats: {
      safetensors: checked('model.safetensors'),
      'saved-model': checked('saved_model/saved_model.pb'),
      onnx: checked('model.onnx'),
    },
    onnxOpset: 17,
  },
  origin: modelOrigin(stage, new Map(stages.map((one) => [one.hash, one])), manifest),
  files: {},
  operatingPoint: { threshold: 0.4, f1: 0.7, chosenOn: 'validation', sinuses: 30, anomalous: 11, models: 1 },
  ancestors: [],
  weightsSha256: 'beef',
  device: 'cpu',
  finishedAt: '2026-01-02T03:04:05Z',
  software: [{ name: 'Antrum', version: '0' }],
  experiment: null,
  ...changes,
})

describe('exportCard', () => {
  it('says what a classifier is, where its threshold is from and what it is not for, and names nobody', () => {
    const card = exportCard(facts())
    expect(card).toContain('A score above 0.400'.toLowerCase())
    expect(card).toContain('30 validation sinuses, 11 of them anomalous, never on the test set')
    expect(card).toContain('not a medical device')
    expect(card).toContain('It was not evaluated in any experiment.')
    expect(card).toMatch(/autoencoder of normals, fold 1: \d+ subjects, \d+ sinuses \(0 anomalous\)/)
    expect(card).toContain('| ONNX (opset 17) | model.onnx | a runtime | 2.0e-6 |')
    expect(card).not.toContain('sub-')
  })

  it('says what is missing: a threshold, a format that nobody could run', () => {
    const { answer } = facts()
    const card = exportCard(
      facts({
        operatingPoint: undefinedBecause('it was not evaluated yet'),
        answer: { ...answer, formats: { ...answer.formats, onnx: { leftOut: 'nobody can run it' } } },
      }),
    )
    expect(card).toContain('No threshold: it was not evaluated yet')
    expect(card).toContain('ONNX was left out: nobody can run it')
    expect(card).not.toContain('model.onnx')
  })
})

describe('modelDescription', () => {
  it('says that scores computed in bfloat16 differ from what the files give', () => {
    expect(modelDescription(facts())).toMatchObject({
      verification: { note: expect.stringContaining('bfloat16') as string },
      input: { spacingMm: 2 },
      onnx: { opset: 17 },
    })
  })

  it('describes an encoder by its features and leaves out what it lacks', () => {
    const { answer } = facts()
    const formats = { ...answer.formats, onnx: { leftOut: 'no' } }
    const described = modelDescription(
      facts({ network: 'encoder', operatingPoint: null, answer: { ...answer, outputSize: 128, formats } }),
    )
    expect(described).toMatchObject({ onnx: null, output: { name: 'features', shape: ['batch', 128] } })
  })
})
