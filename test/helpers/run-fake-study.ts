import { withProject } from '../../src/main/project.ts'
import { runExperiment } from '../../src/main/study/run.ts'
import { fakeTrainer } from './fake-study.ts'

// `antrum run` with the fake trainer, as a process of its own: node run-fake-study.ts <project> <experiment> [slurm]
const [folder, experiment, executor] = process.argv.slice(2)
const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => abort.abort(new Error('stopped')))
await withProject(folder, 'write', (project) =>
  runExperiment(
    project,
    experiment,
    { signal: abort.signal, progress: ({ note }) => note && console.log(note) },
    { trainer: fakeTrainer, ...(executor === 'slurm' && { executor, pollMs: 200 }) },
  ),
)
console.log('all done')
