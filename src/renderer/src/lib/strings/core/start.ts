/** Projects, the engine, and what every call may answer. */
export const start: Record<string, string> = {
  'The database needs Node 22.14 or newer; this is {}.':
    'Die Datenbank braucht Node 22.14 oder neuer; dies ist {}.',
  '{} is a database of another program. Choose a project folder of Antrum.':
    '{} ist die Datenbank eines anderen Programms. Wählen Sie einen Projektordner von Antrum.',
  '{} was written by a newer Antrum (schema {}; this one knows up to {}). Nothing was changed. Update Antrum to open this project.':
    '{} wurde von einem neueren Antrum geschrieben (Schema {}; dieses kennt höchstens {}). Nichts wurde geändert. Aktualisieren Sie Antrum, um dieses Projekt zu öffnen.',
  '{} was written by an older Antrum (schema {}, now {}) and is open for reading only. Open the project once where it can be written: it is then brought up to date.':
    '{} wurde von einem älteren Antrum geschrieben (Schema {}, jetzt {}) und ist nur zum Lesen geöffnet. Öffnen Sie das Projekt einmal dort, wo es sich schreiben lässt: Dann wird es auf den neuen Stand gebracht.',
  'No space left for {}. Free some and try again.':
    'Für {} ist kein Platz mehr. Schaffen Sie welchen und versuchen Sie es noch einmal.',
  '{} is damaged ({}). Restore antrum.sqlite from a backup of the project folder.':
    '{} ist beschädigt ({}). Stellen Sie antrum.sqlite aus einer Sicherung des Projektordners wieder her.',
  '{} cannot be opened ({}). Check that you may read and write the folder.':
    '{} lässt sich nicht öffnen ({}). Prüfen Sie, ob Sie den Ordner lesen und schreiben dürfen.',
  '{} cannot be created ({}). Check that the folder exists and may be written.':
    '{} lässt sich nicht anlegen ({}). Prüfen Sie, ob es den Ordner gibt und ob Sie ihn schreiben dürfen.',
  'it was not stored': 'sie wurde nicht gespeichert',
  'The call was put wrongly: {}': 'Der Aufruf war nicht richtig gestellt: {}',
  'This workbench was started for reading only, so nothing can be changed here. Start "antrum serve" without --read-only to work on the project.':
    'Diese Werkbank wurde nur zum Lesen gestartet, deshalb lässt sich hier nichts ändern. Starten Sie „antrum serve“ ohne --read-only, um am Projekt zu arbeiten.',
  'This workbench was started for reading one project only, {}. Start "antrum serve" for the other one.':
    'Diese Werkbank wurde gestartet, um nur ein Projekt zu lesen, {}. Starten Sie „antrum serve“ für das andere.',
  'Starting the engine': 'Die Rechenmaschine wird gestartet',
  'A folder can be chosen only in the window on the machine itself. Type its path.':
    'Ein Ordner lässt sich nur im Fenster auf dem Rechner selbst auswählen. Tippen Sie seinen Pfad ein.',
  'There is no {} in the exports. Write it again.':
    'In den Exporten gibt es kein {}. Schreiben Sie es noch einmal.',
  'It was cancelled. Start it again to go on.': 'Es wurde abgebrochen. Ein neuer Start macht dort weiter.',
  'Nobody listens any more.': 'Niemand hört mehr zu.',
  'A project wants a folder of its own and {} holds other things ({}). Name a new or empty folder.':
    'Ein Projekt braucht einen eigenen Ordner, und {} enthält anderes ({}). Nennen Sie einen neuen oder leeren Ordner.',
  'A sample study wants a folder of its own and {} holds other things ({}). Name a new or empty folder.':
    'Eine Beispielstudie braucht einen eigenen Ordner, und {} enthält anderes ({}). Nennen Sie einen neuen oder leeren Ordner.',
  'No sample study can be made at {}: {}. Choose a folder you may write.':
    'In {} lässt sich keine Beispielstudie anlegen: {}. Wählen Sie einen Ordner, in den Sie schreiben dürfen.',
  'A new folder is named by its full path; found "{}".':
    'Ein neuer Ordner wird mit seinem vollständigen Pfad angegeben; gefunden wurde „{}“.',
  'No project can be made at {}: {}. Choose a folder you may write.':
    'In {} lässt sich kein Projekt anlegen: {}. Wählen Sie einen Ordner, in den Sie schreiben dürfen.',
  '{} is no Antrum project: there is no antrum.sqlite in it. Make one with: antrum init {}':
    '{} ist kein Antrum-Projekt: Darin liegt kein antrum.sqlite. Eines anlegen: antrum init {}',
  '{} is no Antrum project: there is no such folder. Make one with: antrum init {}':
    '{} ist kein Antrum-Projekt: Diesen Ordner gibt es nicht. Eines anlegen: antrum init {}',
  '{} cannot be written ({}). Check that you may write the folder and its disk is not full.':
    '{} lässt sich nicht schreiben ({}). Prüfen Sie, ob Sie in den Ordner schreiben dürfen und ob auf der Platte Platz ist.',
  '{} is being written by process {} on {}, since {}. Wait until it is finished or end it, then try again; reading is possible meanwhile.':
    'In {} schreibt gerade Prozess {} auf {}, seit {}. Warten Sie, bis er fertig ist, oder beenden Sie ihn, und versuchen Sie es dann noch einmal; lesen lässt sich das Projekt derweil.',
  '{} is being written by another process. Wait until it is finished or end it, then try again; reading is possible meanwhile.':
    'In {} schreibt gerade ein anderer Prozess. Warten Sie, bis er fertig ist, oder beenden Sie ihn, und versuchen Sie es dann noch einmal; lesen lässt sich das Projekt derweil.',
  'A project wants a folder and {} is a file. Name a new or empty folder.':
    'Ein Projekt braucht einen Ordner, und {} ist eine Datei. Nennen Sie einen neuen oder leeren Ordner.',
  'Port {} is taken by another program. Name another with --port, or leave it out to get any that is free.':
    'Port {} ist von einem anderen Programm belegt. Nennen Sie mit --port einen anderen, oder lassen Sie es weg: Dann wird ein freier genommen.',
  'Port {} cannot be used ({}). Name another with --port, or leave it out to get any that is free.':
    'Port {} ist nicht verwendbar ({}). Nennen Sie mit --port einen anderen, oder lassen Sie es weg: Dann wird ein freier genommen.',
  '{} is a file. Name a new or empty folder.':
    '{} ist eine Datei. Nennen Sie einen neuen oder leeren Ordner.',
  '{} holds other things ({}). Name a new or empty folder.':
    '{} enthält anderes ({}). Nennen Sie einen neuen oder leeren Ordner.',
  'TensorFlow is not installed here: {} is missing. Run "npm run setup".':
    'TensorFlow ist hier nicht installiert: {} fehlt. Führen Sie „npm run setup“ aus.',
  'The engine gave no answer within {} s and was stopped. Run "antrum doctor" once more; if it hangs again, "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine hat innerhalb von {} s nicht geantwortet und wurde beendet. Führen Sie noch einmal „antrum doctor“ aus; hängt sie wieder, lässt „npm run setup -- --cpu“ die GPU beiseite.',
  'Stopped.': 'Angehalten.',
  'Node for the trainer could not be started ({}). Run "npm run setup".':
    'Node für den Trainer ließ sich nicht starten ({}). Führen Sie „npm run setup“ aus.',
  'TensorFlow uses instructions that this processor lacks ({}); it needs AVX. Give a libtensorflow built for it: ANTRUM_LIBTENSORFLOW=/folder npm run setup.':
    'TensorFlow verwendet Befehle, die diesem Prozessor fehlen ({}); es braucht AVX. Geben Sie ihm ein libtensorflow, das dafür gebaut ist: ANTRUM_LIBTENSORFLOW=/folder npm run setup.',
  'The engine was ended by {}: {}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine wurde von {} beendet: {}. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  'The engine was ended by {}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine wurde von {} beendet. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  'The engine gave no answer: {}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine hat nicht geantwortet: {}. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  'The engine gave no answer. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine hat nicht geantwortet. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  'The engine ended with exit code {}: {}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine endete mit Exitcode {}: {}. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  'The engine ended with exit code {}. Run "npm run setup" and try again; "npm run setup -- --cpu" leaves the GPU aside.':
    'Die Rechenmaschine endete mit Exitcode {}. Führen Sie „npm run setup“ aus und versuchen Sie es noch einmal; „npm run setup -- --cpu“ lässt die GPU beiseite.',
  '{} is not there. Check the path.': '{} ist nicht da. Prüfen Sie den Pfad.',
  '{} cannot be read ({}). Check its permissions and the disk.':
    '{} lässt sich nicht lesen ({}). Prüfen Sie die Zugriffsrechte und die Platte.',
  'There is no scan yet.': 'Noch gibt es keine Aufnahme.',
  'Open questions that keep scans from being used: {}.':
    'Offene Fragen, deretwegen Aufnahmen nicht verwendet werden: {}.',
  'No subject has a label.': 'Keine Person hat ein Label.',
  'Scans not registered to the fixed scan: {} of {}.':
    'Nicht auf die feste Aufnahme registriert: {} von {} Aufnahmen.',
  'No centre of a {} sinus is marked.': 'Bei den Kieferhöhlen {} ist keine Mitte markiert.',
  'Scans whose sinuses are not cut out: {} of {}.':
    'Aufnahmen, deren Kieferhöhlen nicht ausgeschnitten sind: {} von {}.',
  'Every sinus is cut out, and no dataset version is frozen.':
    'Jede Kieferhöhle ist ausgeschnitten, und keine Datensatzversion ist eingefroren.',
  'Dataset versions to train on: {}.': 'Datensatzversionen, auf denen sich trainieren lässt: {}.',
  'exit code {}': 'Exitcode {}',
  'A worker ended: {}. It needs more memory than there is.':
    'Ein Hilfsprozess brach ab: {}. Er braucht mehr Speicher, als da ist.',
  'A worker ended: {}. Please report this.': 'Ein Hilfsprozess brach ab: {}. Bitte melden Sie das.',
  'It took longer than {} s and was given up. The file may be damaged: copy it again.':
    'Es dauerte länger als {} s und wurde aufgegeben. Die Datei ist vielleicht beschädigt: Kopieren Sie sie noch einmal.',
  'of this plan': 'dieses Plans',
  'The disk is full: {}. Free some space and run the command again; it continues where it stopped.':
    'Die Platte ist voll: {}. Schaffen Sie Platz und starten Sie den Befehl noch einmal; er macht weiter, wo er aufgehört hat.',
  'TensorFlow sees a GPU; bfloat16 runs on its tensor cores':
    'TensorFlow sieht eine GPU; bfloat16 läuft auf ihren Tensorkernen',
  'an NVIDIA driver is installed but TensorFlow found no usable GPU: run "npm run setup -- --gpu"; {}':
    'ein NVIDIA-Treiber ist installiert, aber TensorFlow fand keine verwendbare GPU: „npm run setup -- --gpu“ ausführen; {}',
  'no NVIDIA driver was found; {}': 'kein NVIDIA-Treiber wurde gefunden; {}',
  'this CPU multiplies bfloat16 matrices natively (AMX)':
    'dieser Prozessor multipliziert bfloat16-Matrizen von Haus aus (AMX)',
  'this CPU has no native bfloat16': 'dieser Prozessor kennt bfloat16 nicht von Haus aus',
  'this CPU has bfloat16 but no AMX: float32 is faster':
    'dieser Prozessor kennt bfloat16, aber nicht AMX: float32 ist schneller',
  'this CPU multiplies bfloat16 natively': 'dieser Prozessor multipliziert bfloat16 von Haus aus',
  '{} wants {} values, {} were given.': '{} braucht {} Werte, {} wurden gegeben.',
  'TensorFlow ran out of memory: {}': 'TensorFlow ging der Speicher aus: {}',
  'TensorFlow computes with {} threads in this process and {} are wanted: start another one.':
    'TensorFlow rechnet in diesem Prozess mit {} Threads, und {} werden gebraucht: Starten Sie einen anderen.',
  'TensorFlow could not be loaded ({}). Run "npm run setup".':
    'TensorFlow ließ sich nicht laden ({}). Führen Sie „npm run setup“ aus.',
  '{} stages failed, first {}: {} Start the demo again to retry.':
    '{} Stufen sind fehlgeschlagen, zuerst {}: {} Starten Sie die Beispielstudie noch einmal, um es wieder zu versuchen.',
  'Making heads': 'Köpfe werden erzeugt',
  Importing: 'Aufnahmen werden importiert',
  Registering: 'Aufnahmen werden registriert',
  Extracting: 'Kieferhöhlen werden ausgeschnitten',
  Planning: 'Die Studie wird geplant',
  Training: 'Die Modelle werden trainiert',
  Reporting: 'Der Bericht wird geschrieben',
  '--labelled wants a whole number from 0, got {}.':
    '--labelled braucht eine ganze Zahl ab 0; angegeben war {}.',
  '--unlabelled wants a whole number from 0, got {}.':
    '--unlabelled braucht eine ganze Zahl ab 0; angegeben war {}.',
  '--labelled and --unlabelled want 1 to 9999 subjects together, got {}.':
    '--labelled und --unlabelled brauchen zusammen 1 bis 9999 Personen; angegeben waren {}.',
  '--seed wants a whole number, got {}.': '--seed braucht eine ganze Zahl; angegeben war {}.',
  '--spacing wants 0.5 to 4 mm, got {}.': '--spacing braucht 0,5 bis 4 mm; angegeben war {}.',
  '{} is a file. Name a new folder.': '{} ist eine Datei. Nennen Sie einen neuen Ordner.',
  '{} cannot be read ({}). Name a new folder.':
    '{} lässt sich nicht lesen ({}). Nennen Sie einen neuen Ordner.',
  '{} holds files that are no sample cohort ({} entries). Name a new or empty folder.':
    '{} enthält Dateien, die keine Beispielkohorte sind ({} Einträge). Nennen Sie einen neuen oder leeren Ordner.',
  '{} holds a sample made with other settings: {}, and {} is wanted. Name another folder, or delete that one.':
    '{} enthält eine Beispielkohorte mit anderen Einstellungen: {}; verlangt war {}. Nennen Sie einen anderen Ordner, oder löschen Sie jenen.',
}
