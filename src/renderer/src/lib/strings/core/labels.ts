/** Label sheets and the files they come in. */
export const labels: Record<string, string> = {
  '{} subjects were found without the leading zeros of their ids, as spreadsheets drop them ({} is {}).':
    '{} Personen wurden ohne die führenden Nullen ihrer Ids gefunden, wie Tabellenprogramme sie weglassen ({} ist {}).',
  'More cells than columns. Put values that contain the separator in quotes.':
    'Mehr Zellen als Spalten. Setzen Sie Werte, die das Trennzeichen enthalten, in Anführungszeichen.',
  'The subject is missing.': 'Die Person fehlt.',
  'Subject {} could be {}. Write the id as in the project.':
    'Person {} könnte {} sein. Schreiben Sie die Id wie im Projekt.',
  'Lines {} say different things of the {} sinus of {}; neither was taken.':
    'Die Zeilen {1} sagen Verschiedenes über die Kieferhöhle von {3} ({2}); keine davon wurde übernommen.',
  '{} cannot be read ({}). Name a CSV or .xlsx file.':
    '{} lässt sich nicht lesen ({}). Nennen Sie eine CSV- oder XLSX-Datei.',
  '{} has {} MB; sheets of up to 32 MB are read. Keep only the columns that are needed.':
    '{} hat {} MB; gelesen werden Tabellen bis 32 MB. Behalten Sie nur die Spalten, die gebraucht werden.',
  'A CSV file has no sheet "{}": it is one table. Leave the sheet out.':
    'Eine CSV-Datei hat kein Blatt „{}“: Sie ist eine einzige Tabelle. Lassen Sie das Blatt weg.',
  'There is no sheet "{}"; found {}. Name one of them.':
    'Ein Blatt „{}“ gibt es nicht; gefunden wurden {}. Nennen Sie eines davon.',
  'Reading it took more than {} s, so it was given up. Copy its cells into a new workbook.':
    'Das Lesen dauerte länger als {} s und wurde aufgegeben. Kopieren Sie die Zellen in eine neue Arbeitsmappe.',
  'It needs more than {} MB of memory. Copy its cells into a new workbook.':
    'Sie braucht mehr als {} MB Speicher. Kopieren Sie die Zellen in eine neue Arbeitsmappe.',
  'It is no spreadsheet that can be read ({}). Save it again as .xlsx or CSV.':
    'Das ist keine Tabelle, die sich lesen lässt ({}). Speichern Sie sie noch einmal als .xlsx oder CSV.',
  'It has a sheet of {} rows and {} columns.': 'Sie hat ein Blatt mit {} Zeilen und {} Spalten.',
  'it has no table of contents': 'es hat kein Inhaltsverzeichnis',
  'its table of contents is damaged': 'sein Inhaltsverzeichnis ist beschädigt',
  'it ends too early': 'es endet zu früh',
  'it unpacks to more than {} MB': 'es wird entpackt größer als {} MB',
  'The archive cannot be unpacked: {}. Save the file again.':
    'Das Archiv lässt sich nicht entpacken: {}. Speichern Sie die Datei noch einmal.',
  'it is protected by a password': 'es ist mit einem Passwort geschützt',
  'a file of it is damaged': 'eine Datei darin ist beschädigt',
  'it is packed in a way that is not read': 'es ist auf eine Weise gepackt, die nicht gelesen wird',
  'is no assignment column=meaning': 'ist keine Zuordnung Spalte=Bedeutung',
  'names no column of this sheet': 'nennt keine Spalte dieses Blatts',
  'names no meaning': 'nennt keine Bedeutung',
  '"{}" {}. Choose from: {}.': '„{}“ {}. Zur Wahl: {}.',
  'A label sheet needs the column patient_id (or subject_id, participant_id), and either side and label or left_label and right_label; found {} (understood: {}). Rename the columns, or say what they mean, such as --map "Befund=label".':
    'Eine Label-Tabelle braucht die Spalte patient_id (oder subject_id, participant_id) und entweder side und label oder left_label und right_label; gefunden: {} (verstanden: {}). Benennen Sie die Spalten um, oder sagen Sie, was sie bedeuten, etwa --map "Befund=label".',
  'A label sheet needs the column patient_id (or subject_id, participant_id), and either side and label or left_label and right_label; found {}. Rename the columns, or say what they mean, such as --map "Befund=label".':
    'Eine Label-Tabelle braucht die Spalte patient_id (oder subject_id, participant_id) und entweder side und label oder left_label und right_label; gefunden: {}. Benennen Sie die Spalten um, oder sagen Sie, was sie bedeuten, etwa --map "Befund=label".',
  'The label must be normal or anomalous, or one of {}; found "{}".':
    'Das Label muss normal oder anomalous sein oder einer der Befunde {}; gefunden wurde „{}“.',
  'The finding must be one of {}; found "{}".': 'Der Befund muss einer von {} sein; gefunden wurde „{}“.',
  'The label must be normal or anomalous; found a finding ({}) without a label.':
    'Das Label muss normal oder anomalous sein; gefunden wurde ein Befund ({}) ohne Label.',
  'A normal sinus cannot have a finding; found "{}".':
    'Eine normale Kieferhöhle kann keinen Befund haben; gefunden wurde „{}“.',
  'An anomalous sinus cannot have the finding "{}". Leave the finding empty when it is not known.':
    'Eine auffällige Kieferhöhle kann nicht den Befund „{}“ haben. Lassen Sie den Befund leer, wenn er nicht bekannt ist.',
  'A code must be a digit from 1 to 5 and l, r or b, such as 2l; found "{}".':
    'Ein Code muss eine Ziffer von 1 bis 5 und l, r oder b sein, etwa 2l; gefunden wurde „{}“.',
  'This is a spreadsheet file (.xls or one with a password). Save it as CSV and name that.':
    'Das ist eine Tabellendatei (.xls oder eine mit Passwort). Speichern Sie sie als CSV und nennen Sie diese.',
  'This is a spreadsheet file (such as .xlsx). Save it as CSV and name that.':
    'Das ist eine Tabellendatei (etwa .xlsx). Speichern Sie sie als CSV und nennen Sie diese.',
  'The quote opened in the record at line {} never ends. Close it.':
    'Das Anführungszeichen, das im Eintrag ab Zeile {} aufgeht, geht nirgends zu. Schließen Sie es.',
  'The table is empty: a line with column names is needed first.':
    'Die Tabelle ist leer: Zuerst wird eine Zeile mit Spaltennamen gebraucht.',
  'The table has {} columns; at most {} are read. Remove those that are not needed.':
    'Die Tabelle hat {} Spalten; gelesen werden höchstens {}. Entfernen Sie die, die nicht gebraucht werden.',
  'The table has the column "{}" twice. Remove one of them.':
    'Die Tabelle hat die Spalte „{}“ zweimal. Entfernen Sie eine davon.',
}
