/** Metrics that are undefined and why, comparing, predicting, exporting. */
export const results: Record<string, string> = {
  'The layer {} comes from a stage, and none was named.':
    'Die Ebene {} kommt aus einer Stufe, und keine wurde genannt.',
  'Dataset version {} has no sinus {}.': 'Die Datensatzversion {} hat keine Kieferhöhle {}.',
  'Two different methods can be compared; {} was given twice.':
    'Vergleichen lassen sich zwei verschiedene Verfahren; {} wurde zweimal genannt.',
  'Experiment {} has no method {}; it has {}.': 'Das Experiment {} hat kein Verfahren {}; es hat {}.',
  'Experiment {} has no label fraction {}; it has {}.':
    'Das Experiment {} hat keinen Labelanteil {}; es hat {}.',
  'There is no stage {} in this project.': 'Eine Stufe {} gibt es in diesem Projekt nicht.',
  'Stage {} was trained on dataset version {}, and sinuses of {} were named.':
    'Stufe {} wurde auf der Datensatzversion {} trainiert, und genannt wurden Kieferhöhlen aus {}.',
  'Stage {} is of kind {} and has no {}: expected residuals come from the pretraining of the residual method, saliency from a fine-tuned classifier.':
    'Stufe {} ist von der Art {} und hat keine Ebene {}: Erwartete Residuen kommen aus dem Vortraining der Residuenvorhersage, Salienz aus einem feinabgestimmten Klassifikator.',
  'comparing residuals with lesions': 'Residuen werden mit Läsionen verglichen',
  'Known lesions were expected in {}, and there is no such file. Name the folder that antrum sample wrote, or go on without known lesions.':
    'Bekannte Läsionen wurden in {} erwartet, und diese Datei gibt es nicht. Nennen Sie den Ordner, den antrum sample geschrieben hat, oder machen Sie ohne bekannte Läsionen weiter.',
  '{} does not describe known lesions ({}). Name the truth.json of a sample cohort.':
    '{} beschreibt keine bekannten Läsionen ({}). Nennen Sie das truth.json einer Beispielkohorte.',
  'Experiment {} has no runs of {} at a label fraction of {}.':
    'Das Experiment {} hat keine Läufe von {} beim Labelanteil {}.',
  'No table can be made: {}.': 'Es lässt sich keine Tabelle bilden: {}.',
  '{}: left and right of this scan cannot be known, so no score could be given a side. Convert it again from where it came from, with its orientation, or say with --sides where its voxel axes grow to.':
    '{}: Links und rechts dieser Aufnahme sind unbekannt, deshalb ließe sich kein Score einer Seite zuordnen. Wandeln Sie sie noch einmal von dort um, wo sie herkommt, mit ihrer Orientierung, oder sagen Sie mit --sides, wohin ihre Voxelachsen wachsen.',
  '{}: no autoencoder of normals is among this model’s ancestors':
    '{}: Unter den Vorfahren dieses Modells ist kein Autoencoder der Normalen',
  '{} holds no volume of {}.': '{} enthält kein Volumen von {}.',
  'index.json cannot be read ({})': 'index.json lässt sich nicht lesen ({})',
  'a file cannot be opened ({})': 'eine Datei lässt sich nicht öffnen ({})',
  'a file is shorter than its index says': 'eine Datei ist kürzer, als ihr Index sagt',
  'The residuals of a stage cannot be shown: {}. Run the experiment again: it makes what is missing.':
    'Die Residuen einer Stufe lassen sich nicht zeigen: {}. Starten Sie das Experiment noch einmal: Es ergänzt, was fehlt.',
  'None of the heads of dataset {} is in this project with a registration, so where its cubes lay cannot be known. Predict in the project they were imported into.':
    'Keiner der Köpfe des Datensatzes {} ist mit einer Registrierung in diesem Projekt, deshalb ist unbekannt, wo seine Würfel lagen. Bewerten Sie in dem Projekt, in das sie importiert wurden.',
  'The {} cubes of dataset {} do not lie in one place of the fixed head as scans are registered now: the fixed scan was changed or most scans were registered anew since. Register as it was when {} was frozen, or freeze, train and predict with a new version.':
    'Die Würfel {1} des Datensatzes {2} liegen so, wie die Aufnahmen jetzt registriert sind, nicht an einem Ort des festen Kopfes: Seither wurde die feste Aufnahme gewechselt, oder die meisten Aufnahmen wurden neu registriert. Registrieren Sie wie damals, als {3} eingefroren wurde, oder frieren Sie eine neue Version ein, trainieren und bewerten Sie mit ihr.',
  'model {} was not evaluated yet, so it has no validation scores to choose a threshold on':
    'Modell {} wurde noch nicht ausgewertet, hat also keine Scores der Validierung, an denen sich ein Schwellenwert wählen ließe',
  'one subject cannot be resampled': 'eine einzelne Person lässt sich nicht neu ziehen',
  '{} of {} resampled test sets held one class only: too few test subjects':
    '{} von {} neu gezogenen Testmengen enthielten nur eine Klasse: zu wenige Testpersonen',
  'no model has scored the test set': 'kein Modell hat die Testmenge bewertet',
  'a score of {} is not a probability': 'ein Score von {} ist keine Wahrscheinlichkeit',
  'a score of exactly 0 or 1 has no finite log odds':
    'ein Score von genau 0 oder 1 hat keine endlichen Log-Odds',
  'the scores separate the classes, or are all alike':
    'die Scores trennen die Klassen, oder alle sind gleich',
  'only one subject has anomalous sinuses': 'nur eine Person hat auffällige Kieferhöhlen',
  'only one subject has normal sinuses': 'nur eine Person hat normale Kieferhöhlen',
  'there is only one anomalous sinus': 'es gibt nur eine auffällige Kieferhöhle',
  'there is only one normal sinus': 'es gibt nur eine normale Kieferhöhle',
  'the areas have no spread to test against': 'die Flächen haben keine Streuung, gegen die sich testen ließe',
  'no fold is finished by both': 'kein Fold ist bei beiden fertig',
  'no threshold can be chosen on the validation set: {}':
    'an der Validierungsmenge lässt sich kein Schwellenwert wählen: {}',
  'not a number': 'keine Zahl',
  'value {} of {}: {}': 'Wert {} von {}: {}',
  'no fold is finished': 'kein Fold ist fertig',
  'one fold tells too little of the spread: an interval wants three or more':
    'ein Fold sagt zu wenig über die Streuung: ein Intervall braucht drei oder mehr',
  'two folds tell too little of the spread: an interval wants three or more':
    'zwei Folds sagen zu wenig über die Streuung: ein Intervall braucht drei oder mehr',
  'the lesion has no voxel in the cube': 'die Läsion hat kein Voxel im Würfel',
  'the lesion fills the cube': 'die Läsion füllt den Würfel',
  'the residual holds values that are not numbers': 'das Residuum enthält Werte, die keine Zahlen sind',
  'the methods have no models in pairs': 'die Verfahren haben keine Modelle in Paaren',
  'one subject cannot be swapped against others':
    'eine einzelne Person lässt sich nicht gegen andere tauschen',
  'only one class is there': 'nur eine Klasse ist da',
  'one fold has no spread: the test wants two folds or more':
    'ein einzelner Fold hat keine Streuung: Der Test braucht zwei Folds oder mehr',
  'the folds differ by exactly the same: there is no spread to test against':
    'die Folds unterscheiden sich um genau dasselbe: Es gibt keine Streuung, gegen die sich testen ließe',
  'there is no sinus to evaluate': 'es gibt keine Kieferhöhle auszuwerten',
  '{} of {} scores are not numbers': '{} von {} Scores sind keine Zahlen',
  'all {} sinuses are normal': 'alle {} Kieferhöhlen sind normal',
  'all {} sinuses are anomalous': 'alle {} Kieferhöhlen sind auffällig',
  'the models were not tested on the same sinuses':
    'die Modelle wurden nicht an denselben Kieferhöhlen getestet',
  'no sinus is anomalous and none is called anomalous':
    'keine Kieferhöhle ist auffällig, und keine wird auffällig genannt',
  'no sinus is anomalous': 'keine Kieferhöhle ist auffällig',
  'no sinus is normal': 'keine Kieferhöhle ist normal',
  'no sinus is called anomalous': 'keine Kieferhöhle wird auffällig genannt',
  'no sinus is called normal': 'keine Kieferhöhle wird normal genannt',
  'the fold is not finished': 'der Fold ist nicht fertig',
  'one test subject has no spread': 'eine einzelne Testperson hat keine Streuung',
  'the differences have no spread to test against':
    'die Unterschiede haben keine Streuung, gegen die sich testen ließe',
  'The residual has {} voxels and the lesion mask {}; they must cover the same cube.':
    'Das Residuum hat {} Voxel und die Läsionsmaske {}; beide müssen denselben Würfel bedecken.',
  'A metric wants one score per target; there are {} scores for {} targets.':
    'Ein Maß braucht einen Score je Ziel; es gibt {} Scores zu {} Zielen.',
  'A target is 0 or 1; entry {} is {}.': 'Ein Ziel ist 0 oder 1; Eintrag {} ist {}.',
  'Asking the networks': 'Die Netze werden gefragt',
  '{} holds no encoder. Run: antrum verify <project>':
    '{} enthält keinen Encoder. Der Befehl dazu: antrum verify <project>',
  'Running the engine': 'Die Rechenmaschine rechnet',
  'Writing safetensors': 'safetensors wird geschrieben',
  'Writing the SavedModel': 'Das SavedModel wird geschrieben',
  'Writing ONNX': 'ONNX wird geschrieben',
  'nothing here can run it, so whether it is the same model could not be checked: npm install --no-save onnxruntime-node':
    'nichts hier kann es ausführen, deshalb ließ sich nicht prüfen, ob es dasselbe Modell ist: npm install --no-save onnxruntime-node',
  '{} values where the engine gives {}': '{} Werte, wo die Rechenmaschine {} ergibt',
  '{} where the engine gives {} (volume {} of {})': '{}, wo die Rechenmaschine {} ergibt (Volumen {} von {})',
  'The {} file is not the same model: run by {} it gives {}; {} is allowed. Nothing was exported. Please report this.':
    'Die {1}-Datei ist nicht dasselbe Modell: Ausgeführt von {2} ergibt sie {3}; erlaubt ist {4}. Nichts wurde exportiert. Bitte melden Sie das.',
  'onnxruntime-node is installed and cannot be loaded ({}). Install it again, or remove it to export without ONNX.':
    'onnxruntime-node ist installiert und lässt sich nicht laden ({}). Installieren Sie es noch einmal, oder entfernen Sie es, um ohne ONNX zu exportieren.',
  'Scoring sinuses': 'Kieferhöhlen werden bewertet',
  'Computing residuals': 'Residuen werden berechnet',
}
