/** Registration, centres of the sinuses, extraction. */
export const regions: Record<string, string> = {
  'No head stands out from the background: nearly all voxels have one value. Look at the scan; leave it out or replace it.':
    'Kein Kopf hebt sich vom Hintergrund ab: Fast alle Voxel haben denselben Wert. Sehen Sie die Aufnahme an; lassen Sie sie weg oder ersetzen Sie sie.',
  'No pose was found in which this scan and the fixed scan show the same part of a head. Look at the scan: is it a head, is its orientation right?':
    'Es fand sich keine Lage, in der diese und die feste Aufnahme denselben Teil eines Kopfes zeigen. Sehen Sie die Aufnahme an: Ist es ein Kopf, stimmt die Orientierung?',
  'no tissue around the sinuses: the scan is skull-stripped, only the brain is left':
    'kein Gewebe um die Kieferhöhlen: Der Schädel wurde entfernt, nur das Gehirn ist übrig',
  'the face was removed, and the front of the sinuses with it':
    'das Gesicht wurde entfernt, und mit ihm der vordere Teil der Kieferhöhlen',
  'the scan ends about {} mm {}': 'die Aufnahme endet etwa {} mm {}',
  'above the floor of the sinuses': 'über dem Boden der Kieferhöhlen',
  'below the roof of the sinuses': 'unter dem Dach der Kieferhöhlen',
  'behind the front wall of the sinuses': 'hinter der Vorderwand der Kieferhöhlen',
  'before the back wall of the sinuses': 'vor der Hinterwand der Kieferhöhlen',
  'inside the outer wall of a sinus': 'innerhalb der Außenwand einer Kieferhöhle',
  'inside the inner wall of a sinus': 'innerhalb der Innenwand einer Kieferhöhle',
  'No centroid of the sheet can be used. Line {}: {}':
    'Keine Mitte in der Tabelle ist verwendbar. Zeile {}: {}',
  'No centroid of the sheet can be used. It has no lines but the first.':
    'Keine Mitte in der Tabelle ist verwendbar. Sie hat keine Zeile außer der ersten.',
  'Centres are marked on at most {} subjects, whose mean stands for all; this sheet has {}. Leave {} of them out.':
    'Mitten werden an höchstens {} Personen markiert, deren Mittel für alle steht; diese Tabelle hat {}. Lassen Sie {} davon weg.',
  'The point {} is outside the scan of {}. It must be in RAS millimetres of this very scan.':
    'Der Punkt {} liegt außerhalb der Aufnahme von {}. Er muss in RAS-Millimetern genau dieser Aufnahme stehen.',
  'Centres are marked on at most {} subjects, whose mean stands for all, and {} are. Remove those of another subject before marking {}.':
    'Mitten werden an höchstens {} Personen markiert, deren Mittel für alle steht, und {} sind markiert. Entfernen Sie die einer anderen Person, bevor Sie {} markieren.',
  'The {} sinus of {} has no centre to remove.':
    'Die Kieferhöhle von {2} ({1}) hat keine Mitte, die sich entfernen ließe.',
  'No change to the centroids is left to undo.':
    'Es gibt keine Änderung an den Mitten mehr, die sich zurücknehmen ließe.',
  'No scan of subject {} is in the project. Check the id.':
    'Im Projekt gibt es keine Aufnahme von Person {}. Prüfen Sie die Id.',
  'A centroid sheet needs the columns {}; {} not found. Rename or add them.':
    'Eine Tabelle der Mitten braucht die Spalten {}; nicht gefunden: {}. Benennen Sie sie um oder ergänzen Sie sie.',
  '(none named)': '(keine genannt)',
  'No scan of subject {} is in the project.': 'Im Projekt gibt es keine Aufnahme von Person {}.',
  'The side must be L, R, left or right; found "{}".':
    'Die Seite muss L, R, left oder right heißen; gefunden wurde „{}“.',
  'x_mm, y_mm and z_mm must be numbers with a decimal point, such as -24.5.':
    'x_mm, y_mm und z_mm müssen Zahlen mit Dezimalpunkt sein, etwa -24.5.',
  'The point is outside the scan. It must be in RAS millimetres of this very scan.':
    'Der Punkt liegt außerhalb der Aufnahme. Er muss in RAS-Millimetern genau dieser Aufnahme stehen.',
  'The {} sinus of {} has a point already; the first is kept.':
    'Die Kieferhöhle von {2} ({1}) hat schon einen Punkt; der erste gilt.',
  'No sinus has been extracted yet. Run: antrum extract <project>':
    'Noch ist keine Kieferhöhle ausgeschnitten. Der Befehl dafür: antrum extract <project>',
  'None of these subjects has been extracted.':
    'Von keiner dieser Personen sind Kieferhöhlen ausgeschnitten.',
  'Extracting sinuses': 'Kieferhöhlen werden ausgeschnitten',
  'The {} sinus of {} has not been extracted. Check the id, or run: antrum extract <project>':
    'Die Kieferhöhle von {2} ({1}) ist nicht ausgeschnitten. Prüfen Sie die Id, oder führen Sie aus: antrum extract <project>',
  "The cube's edge must be above 0 and at most 300 mm; found {}.":
    'Die Kante des Würfels muss über 0 und höchstens 300 mm sein; gefunden wurde {}.',
  'The cube must have 8 to 256 voxels along an edge; found {}.':
    'Der Würfel muss 8 bis 256 Voxel je Kante haben; gefunden wurde {}.',
  'The scans are not registered yet. Run: antrum register <project>':
    'Die Aufnahmen sind noch nicht registriert. Der Befehl dafür: antrum register <project>',
  'No centroid of a {} sinus is set on a registered scan. Run: antrum centroids <project> set <file.csv>':
    'Auf keiner registrierten Aufnahme ist die Mitte einer Kieferhöhle {} gesetzt. Der Befehl dafür: antrum centroids <project> set <file.csv>',
  'Jitter follows the spread of the marked centres, and only one {} sinus is marked. Run: antrum centroids <project> mark <subject> <side> --at x,y,z':
    'Die Verschiebung folgt der Streuung der markierten Mitten, und nur eine Kieferhöhle {} ist markiert. Der Befehl dafür: antrum centroids <project> mark <subject> <side> --at x,y,z',
  'The fixed scan cannot be used ({}): {}': 'Die feste Aufnahme ist nicht verwendbar ({}): {}',
  'Left and right of the scan of {} cannot be known, so no other can be registered to it. Name another with --fixed, or decide its sides: antrum decide <project> {} --sides RAS':
    'Links und rechts der Aufnahme von {} sind unbekannt, deshalb lässt sich keine andere auf sie registrieren. Nennen Sie mit --fixed eine andere, oder entscheiden Sie ihre Seiten: antrum decide <project> {} --sides RAS',
  'There is no scan in the project yet. Run: antrum import <project> <files…>':
    'Im Projekt ist noch keine Aufnahme. Der Befehl dafür: antrum import <project> <files…>',
  'Subject {} has no scan in the project. There are, for example: {}':
    'Person {} hat keine Aufnahme im Projekt. Es gibt zum Beispiel: {}',
  'No registered head is left to be shown.': 'Kein registrierter Kopf ist übrig, der sich zeigen ließe.',
  'Drawing sinuses': 'Kieferhöhlen werden gezeichnet',
  'Drawing heads': 'Köpfe werden gezeichnet',
  'Registering heads': 'Köpfe werden registriert',
  'a model or one it descends from was trained on this scan: its score flatters':
    'ein Modell oder einer seiner Vorfahren wurde an dieser Aufnahme trainiert: Sein Score fällt zu gut aus',
  'this scan took part in choosing the epoch of a model: its score flatters':
    'an dieser Aufnahme wurde die Epoche eines Modells gewählt: Sein Score fällt zu gut aus',
  'this scan is in the project already, though no model has seen it':
    'diese Aufnahme ist schon im Projekt, aber kein Modell hat sie gesehen',
  'score {}: badly aligned, or the middle of the face is missing':
    'Güte {}: schlecht ausgerichtet, oder die Mitte des Gesichts fehlt',
  'only {}% of the cube is inside the scan': 'nur {}\u00a0% des Würfels liegen in der Aufnahme',
  'the registration of this scan is doubtful': 'die Registrierung dieser Aufnahme ist zweifelhaft',
  'Registering scans': 'Aufnahmen werden registriert',
  'not registered': 'nicht registriert',
  'left and right of this scan cannot be known': 'links und rechts dieser Aufnahme sind unbekannt',
}
