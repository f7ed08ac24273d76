import { exportTolerance } from '../../shared/ipc/model-jobs.ts'
import type { ExportFacts } from './export-facts.ts'

/** What `model.json` says: all that a program needs to use the exported network, and where it comes from. */
export function modelDescription(facts: ExportFacts): object {
  const { stage, network, manifest, answer, files, operatingPoint } = facts
  const { edgeMm, voxels } = manifest
  const outputs = answer.outputSize
  return {
    schema: 1,
    network: {
      kind: network,
      architecture:
        '3-D ResNet-18: stem 7³ stride 2, max-pool 3³ stride 2, four stages of two basic blocks, global average' +
        (network === 'classifier' ? ', two fully connected layers with ReLU between them' : ''),
      width: answer.width,
      stageWidths: [1, 2, 4, 8].map((times) => times * answer.width),
      parameters: answer.parameters,
      batchNormEpsilon: 1e-5,
    },
    input: {
      name: 'volume',
      voxels: [voxels, voxels, voxels],
      edgeMm,
      spacingMm: edgeMm / voxels,
      dtype: 'float32',
      layouts: {
        savedModel: '[batch, depth, height, width, 1]',
        onnx: '(batch, 1, depth, height, width)',
      },
      axes: {
        depth: 'from the feet to the head',
        height: 'from the back to the front',
        width:
          'from left to right for a left sinus; from right to left for a right one, so that it looks like a left one',
      },
      place:
        'a cube about the centre of one maxillary sinus, its axes along those of the fixed head the scan was registered to',
      normalisation: {
        method: 'percentiles of the cube itself',
        low: 1,
        high: 99,
        range: [0, 1],
        outsideTheScan: 0,
        interpolation: 'trilinear, resampled once from the original scan',
      },
    },
    output:
      network === 'classifier'
        ? {
            name: 'logits',
            shape: ['batch', outputs],
            order: ['normal', 'anomalous'],
            score: '1 / (1 + exp(logits[0] - logits[1])): 0…1, higher is more likely anomalous',
            operatingPoint,
          }
        : { name: 'features', shape: ['batch', outputs], meaning: 'global average of the last stage' },
    tensors: {
      layout:
        'PyTorch’s: (out, in, depth, height, width) for kernels, (out, in) for linear layers; names as torchvision’s',
      dtype: 'float32',
      list: answer.tensors,
    },
    formats: answer.formats,
    onnx: 'files' in answer.formats.onnx ? { opset: answer.onnxOpset, irVersion: 8 } : null,
    verification: {
      against: `the engine that trained it, TensorFlow ${answer.tensorflow}, float32 on the CPU`,
      volumes: answer.volumes,
      of: 'frozen volumes of the dataset, none of its test set',
      measure:
        network === 'classifier'
          ? 'largest absolute difference of a logit'
          : 'largest absolute difference of a feature',
      tolerance: exportTolerance,
      ...(stage.params.precision === 'float32'
        ? {}
        : {
            note: `training and evaluation computed in ${stage.params.precision}; the scores in the project differ from float32 ones by more than this tolerance`,
          }),
    },
    provenance: {
      stage: stage.hash,
      definition: { kind: stage.kind, params: stage.params, inputs: stage.inputs },
      weightsSha256: facts.weightsSha256,
      ancestors: facts.ancestors,
      dataset: { version: manifest.version, hash: manifest.hash },
      learntFrom: facts.origin,
      finishedAt: facts.finishedAt,
      device: facts.device,
      software: facts.software,
      experiment: facts.experiment?.id ?? null,
    },
    files,
  }
}
