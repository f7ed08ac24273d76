import type { TrainerCommand } from '../trainer-command.ts'

/** Beside the script: a line per element of the array, the stage's hash and those of the stages it reads. */
export const tasksFile = 'tasks'
/** In the stage folder, in this order: who may compute it (`task-file.ts`), and how its job ended. */
export const taskFile = 'slurm.task'
export const endFile = 'slurm.end'
/** What is recorded in place of an exit code: an input is not finished; the time limit came and nothing was gained. */
export const waitsForInput = 'waits'
export const limitWithoutGain = 'limit'

/** How long before the time limit Slurm tells the job, so that it saves a checkpoint. */
export const warningSeconds = 60

/**
 * The job of an array's element: computes one stage, unless the stage has been given to somebody else meanwhile. Before
 * the time limit it asks the trainer for a checkpoint and has itself queued again, also when nobody follows it.
 *
 * @param array    Name of the array, as in the first word of the stage's task file.
 * @param stages   Folder with the stage folders.
 * @param trainer  Started with the stage folder behind its arguments.
 */
export const jobScript = (array: string, stages: string, { command, args }: TrainerCommand): string =>
  `#!/bin/bash
# Written by Antrum (docs/slurm.md).
read -r hash inputs < <(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${tasksFile})
cd ${quoted(stages)}/"$hash" || exit 1
ended() {
  echo "${array} $1" >${endFile}.tmp && mv ${endFile}.tmp ${endFile}
  exit "\${2:-0}"
}
# Taken back, or given to a later job.
read -r owner _ <${taskFile}
[[ $owner == ${array} ]] || exit 0
rm -f ${endFile}
for input in $inputs; do
  [[ -e ../$input/done.json ]] || ended ${waitsForInput}
done

checkpoints() { cat events.jsonl 2>/dev/null | grep -c '"type":"checkpoint"'; }
before=$(checkpoints)
limit=
stop() { kill -TERM $trainer 2>/dev/null; }
trap 'limit=1; stop' USR1
trap stop TERM
export TF_CPP_MIN_LOG_LEVEL=2
${[command, ...args].map(quoted).join(' ')} "$PWD" </dev/null >/dev/null 2>>trainer.log &
trainer=$!
# A signal ends the wait, not the trainer.
while wait $trainer; kill -0 $trainer 2>/dev/null; do :; done
wait $trainer
code=$?
if [[ $limit && $code == 143 ]]; then
  # What cannot be interrupted would be begun for ever.
  (($(checkpoints) > before)) || ended ${limitWithoutGain} 1
  if scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; then
    sleep ${warningSeconds}
    exit
  fi
fi
ended $code $code
`

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
