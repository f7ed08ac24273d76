/** Recipes, stages and their training. */
export const study: Record<string, string> = {
  'autoencoder of normals': 'Autoencoder der Normalen',
  'evaluation of': 'Auswertung von',
  'fold {}': 'Fold {}',
  '{}% of labels': '{}\u00a0% der Labels',
  'Measuring this machine': 'Dieser Rechner wird gemessen',
  'There is no experiment {} in this project. It has: {}.':
    'Ein Experiment {} gibt es in diesem Projekt nicht. Es hat: {}.',
  'There is no experiment {} in this project. Plan one with: antrum plan <project> --recipe quick':
    'Ein Experiment {} gibt es in diesem Projekt nicht. Planen Sie eines mit: antrum plan <project> --recipe quick',
  '{} stages begin with {}, for example {} and {}. Give more digits.':
    '{} Stufen beginnen mit {}, zum Beispiel {} und {}. Geben Sie mehr Stellen an.',
  'No such stage is finished yet. Run: antrum run <project> <experiment>':
    'Eine solche Stufe ist noch nicht fertig. Der Befehl dafür: antrum run <project> <experiment>',
  'There are, for example: {}.': 'Es gibt zum Beispiel: {}.',
  'A stage is named by its hash, at least {} digits of it; "{}" was given. {}':
    'Eine Stufe wird mit ihrem Hash genannt, mindestens {} Stellen davon; angegeben war „{}“. {}',
  '{} stages begin with {}. Give more digits.': '{} Stufen beginnen mit {}. Geben Sie mehr Stellen an.',
  'There is no stage {} in this project. {}': 'Eine Stufe {} gibt es in diesem Projekt nicht. {}',
  'Stage {} is "{}"; wanted is one of these kinds: {}. {}':
    'Stufe {} ist „{}“; gebraucht wird eine dieser Arten: {}. {}',
  'Stage {} ({}) is {}. Finish it with: antrum run <project> <experiment>':
    'Stufe {} ({}) ist nicht fertig (Zustand: {}). Bringen Sie sie zu Ende mit: antrum run <project> <experiment>',
  'nothing to validate on': 'es gibt nichts, woran sich validieren ließe',
  'done.json speaks of stage {}.': 'done.json spricht von Stufe {}.',
  '{} is missing.': '{} fehlt.',
  '{} is not what was written when the stage finished.':
    '{} ist nicht, was geschrieben wurde, als die Stufe fertig wurde.',
  'history.json has no epoch {}.': 'history.json hat keine Epoche {}.',
  '{} has an unexpected {}: {}.': 'In {1} ist {2} nicht wie erwartet: {3}.',
  '{} cannot be read ({}).': '{} lässt sich nicht lesen ({}).',
  'Stage {} was written by process {} on {} less than a minute ago. End that process there, or wait until it is gone, and try again.':
    'In Stufe {} schrieb vor weniger als einer Minute Prozess {} auf {}. Beenden Sie dort diesen Prozess, oder warten Sie, bis er weg ist, und versuchen Sie es noch einmal.',
  'there is no such file': 'es gibt keine solche Datei',
  'Recipe "{}" cannot be read: {}. Name one that ships with Antrum ({}) or give the path of a YAML file.':
    'Das Rezept „{}“ lässt sich nicht lesen: {}. Nennen Sie eines, das mit Antrum kommt ({}), oder geben Sie den Pfad einer YAML-Datei an.',
  'a recipe is a list of "key: value" lines; nothing of the kind was found':
    'ein Rezept ist eine Liste von Zeilen „Schlüssel: Wert“; gefunden wurde nichts dergleichen',
  '"--set {}" is not of the form key=value, for example --set finetune.epochs=5.':
    '„--set {}“ hat nicht die Form Schlüssel=Wert, etwa --set finetune.epochs=5.',
  '"--set {}": {} is a single value and has no "{}".':
    '„--set {}“: {} ist ein einzelner Wert und hat kein „{}“.',
  'no recipe has this key': 'kein Rezept hat diesen Schlüssel',
  '--set {}: {}: {}': '--set {}: {}: {}',
  'line {}, column {}: {}': 'Zeile {}, Spalte {}: {}',
  'Recipe {} cannot be used: {}.': 'Das Rezept {} ist nicht verwendbar: {}.',
  'a name of lower-case letters, digits and hyphens was expected':
    'erwartet wird ein Name aus Kleinbuchstaben, Ziffern und Bindestrichen',
  'each method may stand once': 'jedes Verfahren darf einmal vorkommen',
  'each name may stand once': 'jeder Name darf einmal vorkommen',
  'each label fraction may stand once': 'jeder Labelanteil darf einmal vorkommen',
  'each seed may stand once': 'jeder Seed darf einmal vorkommen',
  'they are variants of the residual method, which is not among the methods':
    'es sind Varianten der Residuenvorhersage, die nicht unter den Verfahren ist',
  "Recipe {} has the starting point transfer and names no weights. Use --set transfer.weights=FILE with a checkpoint of a 3-D ResNet-18 such as MedicalNet's (antrum weights FILE says whether it fits), or leave transfer out.":
    'Das Rezept {} hat den Ausgangspunkt Transfer und nennt keine Gewichte. Setzen Sie --set transfer.weights=FILE auf einen Checkpoint eines 3-D-ResNet-18 wie den von MedicalNet (antrum weights FILE sagt, ob er passt), oder lassen Sie Transfer weg.',
  'volumes of {}³ voxels, and the encoder halves its input five times: an edge divisible by {} is needed. Extract again with --voxels 32 or 64 and freeze a new version':
    'Volumen von {}³ Voxeln, und der Encoder halbiert seine Eingabe fünfmal: Gebraucht wird eine Kante, die durch {} teilbar ist. Schneiden Sie mit --voxels 32 oder 64 noch einmal aus und frieren Sie eine neue Version ein',
  '{} folds and the recipe asks for {}. Use --set folds={}':
    '{} Folds, und das Rezept verlangt {}. Setzen Sie --set folds={}',
  'no label fraction {} (it has {}). Use --set labelFractions=[…] with those, or freeze a new version':
    'keinen Labelanteil {} (er hat {}). Setzen Sie --set labelFractions=[…] auf diese, oder frieren Sie eine neue Version ein',
  'no unlabelled subjects, which pretraining learns from. Import scans without labels and freeze a new version, or use --set methods=[scratch]':
    'keine Personen ohne Label, von denen das Vortraining lernt. Importieren Sie Aufnahmen ohne Labels und frieren Sie eine neue Version ein, oder setzen Sie --set methods=[scratch]',
  'the validation set of fold {}': 'der Validierungsmenge von Fold {}',
  'the training set of fold {} at label fraction {}': 'der Trainingsmenge von Fold {} bei Labelanteil {}',
  'the test set': 'der Testmenge',
  '{} normal and {} anomalous sinuses in {}; at least one of each is needed. Label more subjects, or use larger fractions or fewer folds, and freeze a new version':
    '{} normale und {} auffällige Kieferhöhlen in {}; mindestens eine von jeder wird gebraucht. Labeln Sie mehr Personen, oder nehmen Sie größere Anteile oder weniger Folds, und frieren Sie eine neue Version ein',
  'Recipe {} cannot run on dataset {}: it has {}.':
    'Das Rezept {} kann nicht auf dem Datensatz {} laufen: Er hat {}.',
  'Experiment {} was cancelled. Run it again to continue where it stopped.':
    'Das Experiment {} wurde abgebrochen. Starten Sie es noch einmal: Es macht dort weiter, wo es aufgehört hat.',
  'Slurm has {} stages of this project. Follow them with --executor slurm, or take them back first: antrum queue <project> pause':
    'Slurm hat {} Stufen dieses Projekts. Folgen Sie ihnen mit --executor slurm, oder nehmen Sie sie zuerst zurück: antrum queue <project> pause',
  'The embeddings of different sinuses point the same way (spread {}; 1 is even, below {} is collapsed).':
    'Die Einbettungen verschiedener Kieferhöhlen zeigen in dieselbe Richtung (Streuung {}; 1 ist gleichmäßig, unter {} ist kollabiert).',
  'Lower the learning rate, enlarge the batch, and keep the predictor; the encoder of this run will hardly help.':
    'Senken Sie die Lernrate, vergrößern Sie den Batch und behalten Sie den Prädiktor; der Encoder dieses Laufs wird kaum helfen.',
  'The training loss has not fallen for {} epochs ({}, before that {}).':
    'Der Trainingsverlust ist seit {} Epochen nicht gefallen ({}, davor {}).',
  'It may have converged: then fewer epochs do. If it is high still, try a higher learning rate.':
    'Vielleicht ist er am Ziel: Dann genügen weniger Epochen. Ist er noch hoch, versuchen Sie eine höhere Lernrate.',
  'The validation loss was lowest in epoch {} ({}) and is {} now, while the training loss still falls.':
    'Der Validierungsverlust war in Epoche {} am kleinsten ({}) und ist jetzt {}, während der Trainingsverlust weiter fällt.',
  'The best epoch is kept, so nothing is lost; fewer epochs, augmentation or more labels would help.':
    'Die beste Epoche wird behalten, verloren ist also nichts; weniger Epochen, Augmentierung oder mehr Labels würden helfen.',
  'Fold {} has no normal training sinus for the autoencoder.':
    'Fold {} hat keine normale Trainings-Kieferhöhle für den Autoencoder.',
  'The dataset has no label fraction {}.': 'Der Datensatz hat keinen Labelanteil {}.',
  'or has others': 'oder hat andere',
  'The pretrained encoder lacks {} of {} tensors, {} first.':
    'Dem vortrainierten Encoder fehlen {} von {} Tensoren, zuerst {}.',
  'Fine-tuning needs normal and anomalous sinuses; this fraction has {} normal and {} anomalous. Use a larger label fraction or more subjects.':
    'Die Feinabstimmung braucht normale und auffällige Kieferhöhlen; dieser Anteil hat {} normale und {} auffällige. Nehmen Sie einen größeren Labelanteil oder mehr Personen.',
  'Pretraining needs unlabelled subjects; this dataset has none.':
    'Das Vortraining braucht Personen ohne Label; dieser Datensatz hat keine.',
  'The residual method needs a residuals stage among its inputs.':
    'Die Residuenvorhersage braucht eine Residuenstufe unter ihren Eingaben.',
  'Sinus {} has no residual in stage {}.': 'Kieferhöhle {} hat kein Residuum in Stufe {}.',
  '{} samples at a time do not fit into memory.': '{} Beispiele auf einmal passen nicht in den Speicher.',
  'The training goes on with {} at a time, still {} a step; batch norm sees the smaller ones.':
    'Das Training geht mit {} auf einmal weiter, noch immer {} je Schritt; die Batch-Normalisierung sieht die kleineren.',
  'The loss became {} in epoch {}, step {}, at learning rate {}.':
    'Der Verlust wurde {} in Epoche {}, Schritt {}, bei Lernrate {}.',
  'Lower the learning rate or use precision float32.':
    'Senken Sie die Lernrate, oder rechnen Sie in float32.',
  'The loss became {} in epoch {}, step {}, at learning rate {}. Lower the learning rate or use precision float32.':
    'Der Verlust wurde {} in Epoche {}, Schritt {}, bei Lernrate {}. Senken Sie die Lernrate, oder rechnen Sie in float32.',
  "SparK's cells of {} voxels do not divide cubes of {}.":
    'Zellen von {} Voxeln, wie SparK sie braucht, teilen keine Würfel von {}.',
  'Cubes whose edge is a multiple of {} voxels are needed; these have {}. Extract with --voxels {}.':
    'Gebraucht werden Würfel, deren Kante ein Vielfaches von {} Voxeln ist; diese haben {}. Schneiden Sie mit --voxels {} aus.',
  '{} should be {}, the file has {}.': '{} sollte {} sein, die Datei hat {}.',
  'Stage {} needs {} of stage {}, which is not finished.':
    'Stufe {} braucht {} von Stufe {}, die nicht fertig ist.',
  '{} has no stage.json: it is not a stage folder.': '{} hat kein stage.json: Das ist kein Stufenordner.',
}
