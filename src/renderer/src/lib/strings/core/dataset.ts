/** Freezing, splits and their proof, verifying. */
export const dataset: Record<string, string> = {
  'There is no sinus {} in {}. Check the id.': 'In {2} gibt es keine Kieferhöhle {1}. Prüfen Sie die Id.',
  'The split breaks its own rules: {}. Please report this.':
    'Die Aufteilung verletzt ihre eigenen Regeln: {}. Bitte melden Sie das.',
  'NOT BY SUBJECT: sinuses were split as the released code did. {} of {} subjects have one sinus in the test set and the other outside it, {} have theirs in two sets of some fold: models are tested on people they were trained on. Use this version only to measure how much that flatters.':
    'NICHT NACH PERSONEN: Die Kieferhöhlen wurden aufgeteilt wie im veröffentlichten Code. Von {2} Personen haben {1} eine Kieferhöhle in der Testmenge und die andere außerhalb, {3} haben ihre in zwei Mengen eines Folds: Modelle werden an Menschen getestet, an denen sie trainiert wurden. Verwenden Sie diese Version nur, um zu messen, wie sehr das schmeichelt.',
  'Label fraction {} holds {} of {} training subjects in {} folds: fewer would lack a class.':
    'Labelanteil {1} enthält in {4} Folds {2} von {3} Trainingspersonen: Bei weniger fehlte eine Klasse.',
  'This content is frozen already, as {}.': 'Dieser Inhalt ist schon eingefroren, als {}.',
  'There is no extracted subject {} to leave out. Check the id.':
    'Keine Person {} mit ausgeschnittenen Kieferhöhlen ist da, die sich auslassen ließe. Prüfen Sie die Id.',
  '{} of {} sinuses are missing or were extracted before scans, registrations or centroids changed ({} {} first). Run: antrum extract <project>':
    '{} von {} Kieferhöhlen fehlen oder wurden ausgeschnitten, bevor sich Aufnahmen, Registrierungen oder Mitten änderten (zuerst {} {}). Der Befehl dafür: antrum extract <project>',
  'Every sinus was left out: nothing remains to freeze.':
    'Jede Kieferhöhle wurde ausgelassen: Es bleibt nichts einzufrieren.',
  '{} sinuses count as unlabelled: as many annotators call them normal as anomalous.':
    '{} Kieferhöhlen gelten als ohne Label: Gleich viele nennen sie normal wie auffällig.',
  '{} labelled sinuses are not in this version: not extracted, or left out.':
    '{} Kieferhöhlen mit Label sind nicht in dieser Version: nicht ausgeschnitten oder ausgelassen.',
  '{} flagged sinuses are in this version; --leave-out-flagged leaves them out.':
    '{} markierte Kieferhöhlen sind in dieser Version; --leave-out-flagged lässt sie aus.',
  '{} sinuses hold the voxels of another ({}): a model could be tested on what it was trained on. Leave one of each out with --leave-out <subject>, or all flagged ones with --leave-out-flagged.':
    '{} Kieferhöhlen enthalten die Voxel einer anderen ({}): Ein Modell könnte an dem getestet werden, woran es trainiert wurde. Lassen Sie je eine davon mit --leave-out <subject> aus, oder alle markierten mit --leave-out-flagged.',
  '"{}" cannot be the name of a version: use letters, digits, - and _ (and not "draft").':
    '„{}“ kann kein Name einer Version sein: Verwenden Sie Buchstaben, Ziffern, - und _ (und nicht „draft“).',
  'Version {} exists with other content and is never changed. Choose another name.':
    'Version {} gibt es mit anderem Inhalt, und sie wird nie geändert. Wählen Sie einen anderen Namen.',
  Freezing: 'Wird eingefroren',
  'is missing': 'fehlt',
  'cannot be read: {}': 'lässt sich nicht lesen: {}',
  'has {} voxels where {} were extracted': 'hat {} Voxel, wo {} ausgeschnitten wurden',
  'is not what was extracted': 'ist nicht, was ausgeschnitten wurde',
  'The volume of {} ({}) {}. Restore it from a backup; a draft is made again by deleting it and running antrum extract.':
    'Das Volumen von {} ({}) {}. Stellen Sie es aus einer Sicherung wieder her; ein Entwurf entsteht neu, wenn Sie ihn löschen und antrum extract ausführen.',
  'Verifying scans': 'Aufnahmen werden geprüft',
  'Verifying volumes of {}': 'Volumen von {} werden geprüft',
  'is not the scan that was imported': 'ist nicht die Aufnahme, die importiert wurde',
  'has hash {}, and {} was frozen as {}': 'hat den Hash {}, und {} wurde als {} eingefroren',
  'breaks its own rules: {}; found {}': 'verletzt seine eigenen Regeln: {}; gefunden: {}',
  'the proof card of {} is not what its dataset.json comes to':
    'die Prüfkarte von {} ist nicht, was sich aus ihrem dataset.json ergibt',
  'does not hold the voxels that were frozen': 'enthält nicht die Voxel, die eingefroren wurden',
  'has {} bytes where {} were written': 'hat {} Bytes, wo {} geschrieben wurden',
  'has a header that was not written by Antrum': 'hat einen Header, den Antrum nicht geschrieben hat',
  'contradicts itself about where it lies': 'widerspricht sich darin, wo es liegt',
  'ends before {}. Delete it and its index.json: they are made again from the volumes':
    'endet vor {}. Löschen Sie es und sein index.json: Beide entstehen neu aus den Volumen',
  'holds other voxels for {} than were frozen. Delete it and its index.json: they are made again from the volumes':
    'enthält für {} andere Voxel, als eingefroren wurden. Löschen Sie es und sein index.json: Beide entstehen neu aus den Volumen',
  'the definition of stage {} does not have that hash': 'die Beschreibung der Stufe {} hat nicht diesen Hash',
  'is not the definition in the database': 'ist nicht die Beschreibung in der Datenbank',
  'is not the encoder that fine-tuning started from':
    'ist nicht der Encoder, mit dem die Feinabstimmung begann',
  'says {} {}, and the database {}': 'sagt {} {}, und die Datenbank {}',
  'records no hash of {}': 'hält keinen Hash von {} fest',
  'is not what was written when the stage finished, by the hash in its done.json':
    'ist nicht, was geschrieben wurde, als die Stufe fertig wurde, nach dem Hash in ihrem done.json',
  'differs from the database in {} predictions': 'weicht in {} Vorhersagen von der Datenbank ab',
  'not there': 'nicht da',
  'its stored predictions': 'ihren gespeicherten Vorhersagen',
  'its history.json': 'ihrem history.json',
  '{} of stage {} is {}, and {} by {}': '{} der Stufe {} ist {}, und {} nach {}',
  'is damaged: {}': 'ist beschädigt: {}',
  'a row of {} refers to one that is not there': 'eine Zeile von {} verweist auf eine, die nicht da ist',
  'of experiment {}, this does not hold: {} ({})': 'zum Experiment {}: Das gilt nicht: {} ({})',
  '{} was split by sinus, not by subject, so this does not hold: {} ({}).':
    '{} wurde nach Kieferhöhlen aufgeteilt, nicht nach Personen, deshalb gilt nicht: {} ({}).',
  '{} of {} stages are not finished and were not looked at.':
    '{} von {} Stufen sind nicht fertig und wurden nicht angesehen.',
  'Of experiment {}, {}, so this does not hold: {} ({}).':
    'Zum Experiment {}: {}, deshalb gilt nicht: {} ({}).',
  'Models of {} start from weights of another project ({}): whom those have seen is not known here.':
    'Modelle von {} gehen von Gewichten eines anderen Projekts aus ({}): Wen diese gesehen haben, ist hier nicht bekannt.',
  'Verifying stages': 'Stufen werden geprüft',
  '"{}" does not hold ({})': '„{}“ gilt nicht ({})',
  'This plan would judge models on what they or their ancestors have seen, so nothing was planned: {}. Run antrum verify <project>: if it finds {} damaged, restore it; if not, please report this.':
    'Dieser Plan würde Modelle an dem beurteilen, was sie oder ihre Vorfahren gesehen haben, deshalb wurde nichts geplant: {1}. Führen Sie antrum verify <project> aus: Findet es {2} beschädigt, stellen Sie es wieder her; sonst melden Sie das bitte.',
  'A study needs a frozen dataset and this project has none yet. Run: antrum freeze <project>':
    'Eine Studie braucht einen eingefrorenen Datensatz, und dieses Projekt hat noch keinen. Der Befehl dafür: antrum freeze <project>',
  'There is no dataset version {} in this project; it has {}.':
    'Eine Datensatzversion {} gibt es in diesem Projekt nicht; es hat {}.',
  'cannot be read ({})': 'lässt sich nicht lesen ({})',
  'has hash {}, and {} was frozen': 'hat den Hash {}, und {} wurde eingefroren',
  'volumes/{}/dataset.json {}. Restore the folder volumes/{} from a backup, or freeze a new version.':
    'volumes/{1}/dataset.json {2}. Stellen Sie den Ordner volumes/{3} aus einer Sicherung wieder her, oder frieren Sie eine neue Version ein.',
  'The seed must be a whole number; found {}.': 'Der Startwert muss eine ganze Zahl sein; gefunden wurde {}.',
  'The number of folds must be 2 or more; found {}.': 'Es müssen 2 oder mehr Folds sein; gefunden wurde {}.',
  'The test fraction must lie between 0 and 1; found {}.':
    'Der Testanteil muss zwischen 0 und 1 liegen; gefunden wurde {}.',
  'The unlabelled validation share must be 0 or more and below 1; found {}.':
    'Der Validierungsanteil der Ungelabelten muss mindestens 0 sein und unter 1; gefunden wurde {}.',
  'Label fractions must lie above 0 and at most at 1; found {}.':
    'Labelanteile müssen über 0 liegen und höchstens bei 1; gefunden wurde {}.',
  'A test set of {} of {} labelled subjects cannot hold both a normal and an anomalous sinus ({} subjects have a normal one, {} an anomalous one). Label more subjects or choose a larger --test-fraction.':
    'Eine Testmenge von {} der {} gelabelten Personen kann nicht eine normale und eine auffällige Kieferhöhle enthalten ({} Personen haben eine normale, {} eine auffällige). Labeln Sie mehr Personen, oder wählen Sie einen größeren --test-fraction.',
  '{} folds': '{} Folds',
  'a test set and {} folds': 'eine Testmenge und {} Folds',
  'outside the test set': 'außerhalb der Testmenge',
  'For {}, at least {} subjects with a normal and {} with an anomalous sinus are needed {}; found {} and {} among {}. Label more subjects or draw fewer folds (--folds).':
    'Für {1} werden mindestens {2} Personen mit einer normalen und {3} mit einer auffälligen Kieferhöhle gebraucht ({4}); gefunden wurden {5} und {6} unter {7}. Labeln Sie mehr Personen, oder ziehen Sie weniger Folds (--folds).',
  '{} is missing from {}. Run the study again: it is rebuilt from the volumes.':
    '{} fehlt in {}. Starten Sie die Studie noch einmal: Es entsteht neu aus den Volumen.',
  '{} should have {} bytes for {} volumes and has {}. Delete it and run again: it is rebuilt.':
    '{1} sollte für {3} Volumen {2} Bytes haben und hat {4}. Löschen Sie es und starten Sie noch einmal: Es entsteht neu.',
  'A packed volume file ended early. Delete it and run again: it is rebuilt.':
    'Eine gepackte Volumendatei endete zu früh. Löschen Sie sie und starten Sie noch einmal: Sie entsteht neu.',
  'Dataset version {} is not in this project.': 'Die Datensatzversion {} ist nicht in diesem Projekt.',
  'Dataset {} has hash {}; this stage was planned for {}. Plan the experiment again.':
    'Datensatz {} hat den Hash {}; diese Stufe wurde für {} geplant. Planen Sie das Experiment noch einmal.',
  'all have both': 'alle haben beide',
  'both classes in every labelled set': 'beide Klassen in jeder gelabelten Menge',
  'every ancestor comes from the same dataset': 'jeder Vorfahre kommt aus demselben Datensatz',
  'every ancestor is known': 'jeder Vorfahre ist bekannt',
  'every development {} validates once': 'jede {} der Entwicklung validiert einmal',
  'every model is judged on the sinuses its split says':
    'jedes Modell wird an den Kieferhöhlen beurteilt, die seine Aufteilung nennt',
  'every {} has a role': 'jede {} hat eine Rolle',
  'fold {} fraction {}': 'Fold {} Anteil {}',
  'fold {} training': 'Fold {} Training',
  'fold {} validation': 'Fold {} Validierung',
  'it was planned with "strict: false"': 'es wurde mit „strict: false“ geplant',
  'label fractions are nested': 'Labelanteile sind geschachtelt',
  'label fractions keep the anomaly ratio within one sinus':
    'Labelanteile halten den Anteil der Auffälligen auf eine Kieferhöhle genau',
  'largest deviation {}': 'größte Abweichung {}',
  'no subject in two sets': 'keine Person in zwei Mengen',
  'no test sinus with the voxels of one trained on':
    'keine Test-Kieferhöhle mit den Voxeln einer, an der trainiert wurde',
  'no test subject in any ancestor’s training or choice of epoch':
    'keine Testperson im Training oder in der Wahl der Epoche eines Vorfahren',
  'no two sinuses with the same voxels': 'keine zwei Kieferhöhlen mit denselben Voxeln',
  'no validation subject in any ancestor’s training': 'keine Validierungsperson im Training eines Vorfahren',
  '{} are not': '{} nicht',
  '{} do not': '{} nicht',
  '{} shared': '{} geteilt',
  '{} subject in {} trainings behind {} models': '{} Person in {} Trainings hinter {} Modellen',
  '{} subjects in {} trainings behind {} models': '{} Personen in {} Trainings hinter {} Modellen',
  '{} was split by sinus, not by subject': '{} wurde nach Kieferhöhlen aufgeteilt, nicht nach Personen',
  '{} without': '{} ohne',
}
