/** Running: the queue, trainers and their ends, Slurm. */
export const queue: Record<string, string> = {
  'Only experiments have places in the queue; stage {} can be moved first or last.':
    'Nur Experimente haben Plätze in der Warteschlange; Stufe {} lässt sich an den Anfang oder das Ende stellen.',
  'Stage {} has not failed, so there is nothing to retry.':
    'Stufe {} ist nicht fehlgeschlagen, es gibt also nichts zu wiederholen.',
  Study: 'Studie',
  'The project is being worked on already, by process {} on {}, since {}. A run takes up by itself what is put into the queue; wait for anything else to end, then start again.':
    'Am Projekt wird schon gerechnet, von Prozess {} auf {}, seit {}. Ein Lauf nimmt von selbst auf, was in die Warteschlange kommt; auf alles andere warten Sie, und starten Sie dann noch einmal.',
  'The queue is empty, so there is nothing to start. Put an experiment into it first.':
    'Die Warteschlange ist leer, es gibt also nichts zu starten. Reihen Sie zuerst ein Experiment ein.',
  'The run could not be started ({}). Run "npm run setup".':
    'Der Lauf ließ sich nicht starten ({}). Führen Sie „npm run setup“ aus.',
  'The run did not come to hold the project within {} s and was stopped. Try again.':
    'Der Lauf hat das Projekt nicht innerhalb von {} s übernommen und wurde angehalten. Versuchen Sie es noch einmal.',
  'The run ended by {} before it began.': 'Der Lauf wurde von {} beendet, bevor er begann.',
  'The run ended with exit code {} before it began.': 'Der Lauf endete mit Exitcode {}, bevor er begann.',
  'Not started: it needs {}, which failed ({})': 'Nicht begonnen: Es braucht {}, das fehlgeschlagen ist ({})',
  'The disk is full. Free some space and run again: it continues from the last checkpoint.':
    'Die Platte ist voll. Schaffen Sie Platz und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'The machine ran out of memory and the system ended the trainer.':
    'Dem Rechner ging der Speicher aus, und das System beendete den Trainer.',
  'The machine ran out of memory and the system ended the trainer (it had used {} GB).':
    'Dem Rechner ging der Speicher aus, und das System beendete den Trainer (er hatte {} GB verwendet).',
  'The trainer was ended from outside by SIGKILL, which is what a system does that runs out of memory.':
    'Der Trainer wurde von außen mit SIGKILL beendet, wie es ein System tut, dem der Speicher ausgeht.',
  'The trainer was ended from outside by SIGKILL (it had used {} GB), which is what a system does that runs out of memory.':
    'Der Trainer wurde von außen mit SIGKILL beendet (er hatte {} GB verwendet), wie es ein System tut, dem der Speicher ausgeht.',
  'The trainer could not get the memory it needs.': 'Der Trainer bekam nicht den Speicher, den er braucht.',
  'The trainer could not get the memory it needs (it had used {} GB).':
    'Der Trainer bekam nicht den Speicher, den er braucht (er hatte {} GB verwendet).',
  '{} Close other programs or run fewer trainers at once (--parallel 1), then run again: it continues from the last checkpoint. If it does not fit alone, plan with a smaller microBatchSize or batchSize (--set pretrain.microBatchSize=8). Its last lines: {}':
    '{} Schließen Sie andere Programme, oder lassen Sie weniger Trainer gleichzeitig laufen (--parallel 1), und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter. Passt er auch allein nicht, planen Sie mit kleinerer microBatchSize oder batchSize (--set pretrain.microBatchSize=8). Seine letzten Zeilen: {}',
  '{} Close other programs or run fewer trainers at once (--parallel 1), then run again: it continues from the last checkpoint. If it does not fit alone, plan with a smaller microBatchSize or batchSize (--set pretrain.microBatchSize=8).':
    '{} Schließen Sie andere Programme, oder lassen Sie weniger Trainer gleichzeitig laufen (--parallel 1), und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter. Passt er auch allein nicht, planen Sie mit kleinerer microBatchSize oder batchSize (--set pretrain.microBatchSize=8).',
  'The trainer said nothing for too long and was ended. Its last lines: {}':
    'Der Trainer hat zu lange nichts gesagt und wurde beendet. Seine letzten Zeilen: {}',
  'The trainer said nothing for too long and was ended.':
    'Der Trainer hat zu lange nichts gesagt und wurde beendet.',
  'The trainer crashed: {}. Its last lines: {}': 'Der Trainer ist abgestürzt: {}. Seine letzten Zeilen: {}',
  'The trainer crashed: {}.': 'Der Trainer ist abgestürzt: {}.',
  '{} It was tried {} times.': '{} Versucht wurde es {}-mal.',
  'The trainer was stopped from outside.': 'Der Trainer wurde von außen angehalten.',
  'The trainer gave no reason.': 'Der Trainer nannte keinen Grund.',
  "Slurm's {} was not found. Use --executor slurm on a machine that submits to the cluster, such as its login node.":
    '{} von Slurm wurde nicht gefunden. Verwenden Sie --executor slurm auf einem Rechner, der Aufträge an den Cluster gibt, etwa auf dessen Login-Knoten.',
  'Slurm does not answer: {}. Try again when it does.':
    'Slurm antwortet nicht: {}. Versuchen Sie es noch einmal, wenn es wieder antwortet.',
  'Its node ({}) does not see the results of the stages it reads. The project has to be on a disk that all nodes share, at the same path.':
    'Sein Knoten ({}) sieht die Ergebnisse der Stufen nicht, die er liest. Das Projekt muss auf einer Platte liegen, die sich alle Knoten teilen, unter demselben Pfad.',
  'Its node does not see the results of the stages it reads. The project has to be on a disk that all nodes share, at the same path.':
    'Sein Knoten sieht die Ergebnisse der Stufen nicht, die er liest. Das Projekt muss auf einer Platte liegen, die sich alle Knoten teilen, unter demselben Pfad.',
  'Slurm does not take the jobs: {}. What it is asked for is shown and changed by: antrum settings <project>':
    'Slurm nimmt die Aufträge nicht an: {}. Was von ihm verlangt wird, zeigt und ändert: antrum settings <project>',
  'Slurm was given {} stages of this project, and cannot be asked from here what became of them: {}':
    'Slurm bekam {} Stufen dieses Projekts, und von hier aus lässt sich nicht erfragen, was aus ihnen wurde: {}',
  'The time limit ended the job on {} before it had gained anything. Raise it (antrum settings <project> slurm.time=8:00:00) and run again: it continues from the last checkpoint.':
    'Die Zeitgrenze beendete den Auftrag auf {}, bevor er etwas erreicht hatte. Erhöhen Sie sie (antrum settings <project> slurm.time=8:00:00) und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'The time limit ended the job before it had gained anything. Raise it (antrum settings <project> slurm.time=8:00:00) and run again: it continues from the last checkpoint.':
    'Die Zeitgrenze beendete den Auftrag, bevor er etwas erreicht hatte. Erhöhen Sie sie (antrum settings <project> slurm.time=8:00:00) und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'The node failed. Run again: it continues from the last checkpoint.':
    'Der Knoten ist ausgefallen. Starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'The node failed ({}). Run again: it continues from the last checkpoint.':
    'Der Knoten ist ausgefallen ({}). Starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'Slurm ended the job on {} ({}), at the word of somebody else. Run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag auf {} ({}), weil jemand anderes es verlangte. Starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'Slurm ended the job ({}), at the word of somebody else. Run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag ({}), weil jemand anderes es verlangte. Starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'The trainer ended on {} and left no results in the stage folder; is the disk shared?':
    'Der Trainer endete auf {} und ließ keine Ergebnisse im Stufenordner; teilen sich alle die Platte?',
  'The trainer ended and left no results in the stage folder; is the disk shared?':
    'Der Trainer endete und ließ keine Ergebnisse im Stufenordner; teilen sich alle die Platte?',
  'The job ended on {} without a word (Slurm says {}, {}). The nodes need the project and Antrum at the same paths as this machine.':
    'Der Auftrag auf {} endete ohne ein Wort (Slurm sagt {}, {}). Die Knoten brauchen das Projekt und Antrum unter denselben Pfaden wie dieser Rechner.',
  'The job ended on {} without a word (Slurm says {}). The nodes need the project and Antrum at the same paths as this machine.':
    'Der Auftrag auf {} endete ohne ein Wort (Slurm sagt {}). Die Knoten brauchen das Projekt und Antrum unter denselben Pfaden wie dieser Rechner.',
  'The job ended without a word (Slurm says {}, {}). The nodes need the project and Antrum at the same paths as this machine.':
    'Der Auftrag endete ohne ein Wort (Slurm sagt {}, {}). Die Knoten brauchen das Projekt und Antrum unter denselben Pfaden wie dieser Rechner.',
  'The job ended without a word (Slurm says {}). The nodes need the project and Antrum at the same paths as this machine.':
    'Der Auftrag endete ohne ein Wort (Slurm sagt {}). Die Knoten brauchen das Projekt und Antrum unter denselben Pfaden wie dieser Rechner.',
  'Slurm ended the job on {} because it needed more memory than it was given. Ask for more (antrum settings <project> slurm.options="--mem=32G") or plan with a smaller microBatchSize, then run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag auf {}, weil er mehr Speicher brauchte, als er bekam. Verlangen Sie mehr (antrum settings <project> slurm.options="--mem=32G"), oder planen Sie mit kleinerer microBatchSize, und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'Slurm ended the job on {} because it needed more memory than it was given (it had used {} GB). Ask for more (antrum settings <project> slurm.options="--mem=32G") or plan with a smaller microBatchSize, then run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag auf {}, weil er mehr Speicher brauchte, als er bekam (er hatte {} GB verwendet). Verlangen Sie mehr (antrum settings <project> slurm.options="--mem=32G"), oder planen Sie mit kleinerer microBatchSize, und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'Slurm ended the job because it needed more memory than it was given. Ask for more (antrum settings <project> slurm.options="--mem=32G") or plan with a smaller microBatchSize, then run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag, weil er mehr Speicher brauchte, als er bekam. Verlangen Sie mehr (antrum settings <project> slurm.options="--mem=32G"), oder planen Sie mit kleinerer microBatchSize, und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'Slurm ended the job because it needed more memory than it was given (it had used {} GB). Ask for more (antrum settings <project> slurm.options="--mem=32G") or plan with a smaller microBatchSize, then run again: it continues from the last checkpoint.':
    'Slurm beendete den Auftrag, weil er mehr Speicher brauchte, als er bekam (er hatte {} GB verwendet). Verlangen Sie mehr (antrum settings <project> slurm.options="--mem=32G"), oder planen Sie mit kleinerer microBatchSize, und starten Sie noch einmal: Es geht vom letzten Checkpoint weiter.',
  'There is no setting slurm.{}; there are {}.': 'Eine Einstellung slurm.{} gibt es nicht; es gibt {}.',
  'slurm.time wants minutes or [days-]hours:minutes:seconds, such as 90, 8:00:00 or 2-12:00:00; "{}" was given.':
    'slurm.time braucht Minuten oder [Tage-]Stunden:Minuten:Sekunden, etwa 90, 8:00:00 oder 2-12:00:00; angegeben war „{}“.',
  'slurm.{} wants one word, as sbatch --{} takes it; "{}" was given.':
    'slurm.{} braucht ein Wort, wie sbatch --{} es nimmt; angegeben war „{}“.',
  'slurm.options wants options of sbatch in their long form, joined with "=" and without blanks, such as --mem=16G; "{}" was given.':
    'slurm.options braucht Optionen von sbatch in ihrer langen Form, mit „=“ verbunden und ohne Leerzeichen, etwa --mem=16G; angegeben war „{}“.',
  'Antrum itself sets sbatch --{} for its jobs; leave "{}" out of slurm.options.':
    'Antrum setzt sbatch --{} für seine Aufträge selbst; lassen Sie „{}“ in slurm.options weg.',
  'Set slurm.{} instead of "{}" in slurm.options.': 'Setzen Sie slurm.{} anstelle von „{}“ in slurm.options.',
  'it was ended by {}': 'er wurde von {} beendet',
  'it exited with code {}': 'er endete mit Code {}',
  'The engine ended without an answer ({}). Run "antrum doctor" and try again. Its last words:\n{}':
    'Die Rechenmaschine endete ohne Antwort ({}). Führen Sie „antrum doctor“ aus und versuchen Sie es noch einmal. Ihre letzten Worte:\n{}',
  'sbatch timed out': 'sbatch antwortete nicht rechtzeitig',
  'scancel timed out': 'scancel antwortete nicht rechtzeitig',
  'scontrol timed out': 'scontrol antwortete nicht rechtzeitig',
  'squeue timed out': 'squeue antwortete nicht rechtzeitig',
}
