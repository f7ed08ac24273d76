import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadRecipe, parseRecipe, shippedRecipes } from '../../../../src/main/study/recipe-file.ts'
import { aFolder } from '../../../helpers/project.ts'

const text = `schema: 1
name: small
methods: [scratch, residual]
labelFractions: [0.2, 1]
folds: 2
width: 16
cae:
  epochs: 3
  batchSize: 8
  optimiser: { kind: adam, learningRate: 0.001 }
  augmentation: none
  latent: 64
residuals: { medianKernel: 5 }
pretrain:
  epochs: 4
  batchSize: 8
  optimiser: { kind: lars, learningRate: 0.2 }
  schedule: { kind: warmup-cosine, warmupEpochs: 1 }
  augmentation: one-of-five
finetune:
  epochs: 5
  batchSize: 8
  optimiser: { kind: adamw, learningRate: 0.0001 }
  augmentation: one-of-five
`
const problemsOf = (changed: string, overrides?: string[]): string[] => {
  try {
    parseRecipe(changed, 'small.yaml', overrides)
  } catch (error) {
    const { code, details } = error as { code: string; details: { problems: string[] } }
    expect(code).toBe('invalid-recipe')
    return details.problems
  }
  throw new Error('the recipe was taken')
}

describe('parseRecipe', () => {
  it('fills in what the method says where the file is silent', () => {
    expect(parseRecipe(text, 'small.yaml')).toMatchObject({
      seeds: [100],
      precision: 'auto',
      strict: true,
      cae: { normalFraction: 1, seed: 100, optimiser: { weightDecay: 0 }, schedule: { kind: 'constant' } },
      pretrain: {
        settings: { residual: { loss: 'bce' }, simclr: { temperature: 0.07 } },
        optimiser: { weightDecay: 1e-6, momentum: 0.9, excludeOneDimensional: true },
      },
      finetune: { optimiser: { weightDecay: 0.01 } },
    })
  })

  it('applies overrides by dotted key, read as YAML', () => {
    const recipe = parseRecipe(text, 'small.yaml', [
      'finetune.epochs=7',
      'methods=[scratch]',
      'strict=false',
      'cae.optimiser={kind: adamw, learningRate: 1e-2}',
    ])
    expect(recipe).toMatchObject({
      finetune: { epochs: 7 },
      methods: ['scratch'],
      strict: false,
      cae: { optimiser: { kind: 'adamw', learningRate: 0.01 } },
    })
  })

  it.each([
    ['a wrong type', text.replace('folds: 2', 'folds: two'), /^line 5, column 8: folds: .*number/],
    [
      'a number out of range',
      text.replace('  epochs: 4', '  epochs: 0'),
      /^line 15, column 11: pretrain.epochs: /,
    ],
    [
      'an unknown key',
      text.replace('latent: 64', 'latent: 64\n  depth: 3'),
      /^line 13, column 10: cae.depth: no recipe has this key/,
    ],
    [
      'an unknown method',
      text.replace('[scratch, residual]', '[scratch, magic]'),
      /^line 3, column 20: methods.1: .*"scratch"/,
    ],
    [
      'a method twice',
      text.replace('[scratch, residual]', '[residual, residual]'),
      /^line 3, column 10: methods: each method may stand once/,
    ],
    ['a missing block', text.slice(0, text.indexOf('finetune')), /^finetune: /],
    [
      'an unknown optimiser',
      text.replace('kind: adam,', 'kind: sgd,'),
      /^line 10, column 22: cae.optimiser.kind: /,
    ],
    [
      'a kernel nobody has',
      text.replace('medianKernel: 5', 'medianKernel: 4'),
      /^line 13, column 28: residuals.medianKernel: /,
    ],
    ['YAML that is none', text.replace('folds: 2', 'folds: [2'), /^line \d+, column \d+: /],
    ['an empty file', '', /nothing of the kind was found/],
  ])('says where %s is', (_, changed, problem) => {
    expect(problemsOf(changed)[0]).toMatch(problem)
  })

  it('names every problem at once, and the override that made one', () => {
    expect(problemsOf(text.replace('width: 16', 'width: 2'), ['finetune.epochs=none', 'nonsense=1'])).toEqual(
      [
        expect.stringMatching(/^line 6, column 8: width: /),
        expect.stringMatching(/^--set finetune.epochs: finetune.epochs: /),
        expect.stringMatching(/^--set nonsense: nonsense: no recipe has this key/),
      ],
    )
  })

  it.each(['epochs', '=5', 'width.x=1'])('refuses the override "%s"', (override) => {
    expect(() => parseRecipe(text, 'small.yaml', [override])).toThrow(
      expect.objectContaining({ code: 'usage' }) as Error,
    )
  })
})

describe('loadRecipe', () => {
  it.each(shippedRecipes())('takes the shipped recipe %s', (name) => {
    expect(loadRecipe(name).name).toBe(name)
  })

  it('reads a file, and names the shipped ones when there is none', () => {
    const file = path.join(aFolder(), 'small.yaml')
    writeFileSync(file, text)
    expect(loadRecipe(file, ['folds=1']).folds).toBe(1)
    expect(() => loadRecipe('no-such-recipe')).toThrow(/no such file.*quick/)
  })
})
