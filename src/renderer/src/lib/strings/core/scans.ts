/** Reading scans: NIfTI, DICOM, duplicates, sides. */
export const scans: Record<string, string> = {
  'a pseudonym, drawn at the first import': 'ein Pseudonym, gezogen beim ersten Import',
  'an earlier day, drawn at the first import': 'ein früherer Tag, gezogen beim ersten Import',
  'This is not a DICOM file: it has no DICM mark. Leave it out, or copy it again from where it came from.':
    'Dies ist keine DICOM-Datei: Ihr fehlt das Kennzeichen DICM. Lassen Sie sie weg, oder kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'Its attributes are compressed (deflated). Export it without.':
    'Ihre Attribute sind komprimiert (deflated). Exportieren Sie sie ohne das.',
  'The DICOM file is damaged: its attributes cannot be read. Copy it again from where it came from.':
    'Die DICOM-Datei ist beschädigt: Ihre Attribute lassen sich nicht lesen. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'dcm2niix found {} volumes where the attributes speak of one. Export the series again, one volume at a time.':
    'dcm2niix fand {} Volumen, wo die Attribute von einem sprechen. Exportieren Sie die Serie noch einmal, jedes Volumen für sich.',
  'The slices could not be converted (dcm2niix: {}). Copy the series again, or export it uncompressed.':
    'Die Schichten ließen sich nicht umwandeln (dcm2niix: {}). Kopieren Sie die Serie noch einmal, oder exportieren Sie sie unkomprimiert.',
  'The series should give {} voxels and gave {}. Export it again, in full.':
    'Die Serie sollte {} Voxel ergeben und ergab {}. Exportieren Sie sie noch einmal, vollständig.',
  'The place of the converted volume (dcm2niix) and the one its attributes give differ, by {} mm at the first voxel. Please report this, with the make of the scanner.':
    'Der Ort des umgewandelten Volumens (dcm2niix) und der Ort nach seinen Attributen unterscheiden sich, am ersten Voxel um {} mm. Bitte melden Sie das, mit dem Hersteller des Geräts.',
  'its slices reach over {} mm only, less than a head':
    'ihre Schichten reichen nur über {} mm, weniger als ein Kopf',
  'series "{}"': 'Serie „{}“',
  'series {} "{}"': 'Serie {} „{}“',
  'series {}': 'Serie {}',
  '{} of this study is taken': 'genommen wird aus dieser Untersuchung {}',
  'the FLAIR of this study': 'die FLAIR-Serie dieser Untersuchung',
  'the FLAIR of this study ({}) cannot be used; its only head series, a {}':
    'die FLAIR-Serie dieser Untersuchung ({}) ist nicht verwendbar; dies ist ihre einzige Kopfserie ({})',
  'the FLAIR of this study ({}) cannot be used; its only head series':
    'die FLAIR-Serie dieser Untersuchung ({}) ist nicht verwendbar; dies ist ihre einzige Kopfserie',
  'the FLAIR of this study ({}) cannot be used; its best head series, a {}':
    'die FLAIR-Serie dieser Untersuchung ({}) ist nicht verwendbar; dies ist ihre beste Kopfserie ({})',
  'the FLAIR of this study ({}) cannot be used; its best head series':
    'die FLAIR-Serie dieser Untersuchung ({}) ist nicht verwendbar; dies ist ihre beste Kopfserie',
  'no FLAIR in this study; its only head series, a {}':
    'kein FLAIR in dieser Untersuchung; dies ist ihre einzige Kopfserie ({})',
  'no FLAIR in this study; its only head series':
    'kein FLAIR in dieser Untersuchung; dies ist ihre einzige Kopfserie',
  'no FLAIR in this study; its best head series, a {}':
    'kein FLAIR in dieser Untersuchung; dies ist ihre beste Kopfserie ({})',
  'no FLAIR in this study; its best head series':
    'kein FLAIR in dieser Untersuchung; dies ist ihre beste Kopfserie',
  '{} of its {} files is damaged ({} and {} more). Copy the series again from where it came from.':
    '{} ihrer {} Dateien ist beschädigt ({} und {} weitere). Kopieren Sie die Serie noch einmal von dort, wo sie herkommt.',
  '{} of its {} files is damaged ({}). Copy the series again from where it came from.':
    '{} ihrer {} Dateien ist beschädigt ({}). Kopieren Sie die Serie noch einmal von dort, wo sie herkommt.',
  '{} of its {} files are damaged ({} and {} more). Copy the series again from where it came from.':
    '{} ihrer {} Dateien sind beschädigt ({} und {} weitere). Kopieren Sie die Serie noch einmal von dort, wo sie herkommt.',
  '{} of its {} files are damaged ({}). Copy the series again from where it came from.':
    '{} ihrer {} Dateien sind beschädigt ({}). Kopieren Sie die Serie noch einmal von dort, wo sie herkommt.',
  'Its files name different patients. Export the series again.':
    'Ihre Dateien nennen verschiedene Personen. Exportieren Sie die Serie noch einmal.',
  'Its images are in colour, such as screen shots or maps. Choose the scan itself.':
    'Ihre Bilder sind farbig, wie Bildschirmfotos oder Karten. Wählen Sie die Aufnahme selbst.',
  'Its images carry burned-in text, which may name the patient and is not removed. Choose another series.':
    'In ihre Bilder ist Text eingebrannt; er kann die Person nennen und wird nicht entfernt. Wählen Sie eine andere Serie.',
  'Its images are stored as {}, which cannot be read here. Export the series uncompressed.':
    'Ihre Bilder sind als {} gespeichert, was sich hier nicht lesen lässt. Exportieren Sie die Serie unkomprimiert.',
  'Its images differ in size. Export the series again.':
    'Ihre Bilder sind verschieden groß. Exportieren Sie die Serie noch einmal.',
  'The files name no patient, so the study counts as a subject of its own. Two studies of one person would count as two persons. Make sure that there are none.':
    'Die Dateien nennen keine Person, deshalb gilt die Untersuchung als eine Person für sich. Zwei Untersuchungen derselben Person gälten als zwei Personen. Vergewissern Sie sich, dass es keine gibt.',
  'Files with this patient id give different birth dates, and become one subject all the same. Check that it is one person.':
    'Dateien mit dieser Personen-Id nennen verschiedene Geburtsdaten und werden trotzdem eine Person. Prüfen Sie, ob es eine ist.',
  '{} of {} slices do not say where they lie (position, orientation, pixel spacing). Export the series again, with all attributes.':
    '{} von {} Schichten sagen nicht, wo sie liegen (Ort, Ausrichtung, Pixelabstand). Exportieren Sie die Serie noch einmal, mit allen Attributen.',
  'It holds a single slice, not a volume. Choose the whole series.':
    'Sie enthält eine einzelne Schicht, kein Volumen. Wählen Sie die ganze Serie.',
  'Its slices are not parallel ({} of {} lie differently), as in a localiser. Choose another series, or export this one again.':
    'Ihre Schichten sind nicht parallel ({} von {} liegen anders), wie bei einem Localizer. Wählen Sie eine andere Serie, oder exportieren Sie diese noch einmal.',
  'Its slices differ in pixel size. Export the series again.':
    'Ihre Schichten haben verschieden große Pixel. Exportieren Sie die Serie noch einmal.',
  'It holds {} images of each slice position (time points, echoes or repetitions). Antrum takes one volume: choose another series, or export one of them alone.':
    'Sie enthält {} Bilder an jedem Schichtort (Zeitpunkte, Echos oder Wiederholungen). Antrum nimmt ein Volumen: Wählen Sie eine andere Serie, oder exportieren Sie eines davon allein.',
  '{} of its {} images show a slice position that another shows, too. Export the series again, once.':
    '{} ihrer {} Bilder zeigen einen Schichtort, den schon ein anderes zeigt. Exportieren Sie die Serie noch einmal, ohne Wiederholungen.',
  'A slice is missing: after slice {} comes a gap of {} mm where slices lie {} mm apart. Export the whole series again.':
    'Eine Schicht fehlt: Nach Schicht {} klafft eine Lücke von {} mm, wo Schichten {} mm auseinanderliegen. Exportieren Sie die ganze Serie noch einmal.',
  '{} slices are missing: after slice {} comes a gap of {} mm where slices lie {} mm apart. Export the whole series again.':
    '{} Schichten fehlen: Nach Schicht {} klafft eine Lücke von {} mm, wo Schichten {} mm auseinanderliegen. Exportieren Sie die ganze Serie noch einmal.',
  'Its slices are not evenly spaced: one lies {} mm from where it should. Export the series again.':
    'Ihre Schichten liegen nicht gleichmäßig: Eine liegt {} mm neben ihrem Ort. Exportieren Sie die Serie noch einmal.',
  'Its slices are not quite evenly spaced: up to {} mm off, at {} mm from slice to slice, and taken as even. Look whether the head is distorted.':
    'Ihre Schichten liegen nicht ganz gleichmäßig: bis zu {} mm daneben bei {} mm von Schicht zu Schicht; sie gelten als gleichmäßig. Sehen Sie nach, ob der Kopf verzerrt ist.',
  'a localiser': 'ein Localizer',
  'neither MR nor CT': 'weder MR noch CT',
  'not an anatomical contrast, by its description': 'nach seiner Beschreibung kein anatomischer Kontrast',
  'another part of the body, by its description': 'nach seiner Beschreibung ein anderer Körperteil',
  'No series of this study is taken ({}). Name one with --series if you want it all the same.':
    'Aus dieser Untersuchung wird keine Serie genommen ({}). Nennen Sie eine mit --series, wenn Sie sie trotzdem wollen.',
  'There is no DICOM series {} there. List them with: antrum series <folder>':
    'Dort gibt es keine DICOM-Serie {}. Sie werden aufgelistet von: antrum series <folder>',
  'Converting DICOM series': 'DICOM-Serien werden umgewandelt',
  'It was decided by hand that {}. Take that back with: antrum decide <project> <subject> --undo {}.':
    'Von Hand wurde entschieden: {}. Zurücknehmen lässt sich das mit: antrum decide <project> <subject> --undo {}.',
  'Nothing was decided about "{}" of {}. antrum decide <project> lists what was.':
    'Über „{}“ von {} wurde nichts entschieden. antrum decide <project> listet auf, was entschieden wurde.',
  'There is no subject or scan {} in the project. Check the id.':
    'Im Projekt gibt es keine Person oder Aufnahme {}. Prüfen Sie die Id.',
  '"{}" is no question of {}. antrum decide <project> lists what is open.':
    '„{}“ ist keine Frage zu {}. antrum decide <project> listet auf, was offen ist.',
  '{} has several scans that ask this. Name one by its id: {}.':
    '{} hat mehrere Aufnahmen, zu denen sich das fragt. Nennen Sie eine mit ihrer Id: {}.',
  'The file cannot be read ({}). Check its permissions and the disk.':
    'Die Datei lässt sich nicht lesen ({}). Prüfen Sie ihre Zugriffsrechte und die Platte.',
  'The DICOM file was cut off before it says what it belongs to. Copy it again from where it came from.':
    'Die DICOM-Datei wurde abgeschnitten, bevor sie sagt, wozu sie gehört. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'The DICOM file does not say to which series it belongs. Export the series again.':
    'Die DICOM-Datei sagt nicht, zu welcher Serie sie gehört. Exportieren Sie die Serie noch einmal.',
  'it was cut off inside its attributes': 'sie wurde in ihren Attributen abgeschnitten',
  'it holds no pixels': 'sie enthält keine Pixel',
  'it was cut off inside its compressed pixels': 'sie wurde in ihren komprimierten Pixeln abgeschnitten',
  'it was cut off: {} of {} bytes of its pixels are there':
    'sie wurde abgeschnitten: {} von {} Bytes ihrer Pixel sind da',
  'unknown reason': 'Grund unbekannt',
  'A file of the series cannot be read any more ({}). Check the disk, and import again.':
    'Eine Datei der Serie lässt sich nicht mehr lesen ({}). Prüfen Sie die Platte und importieren Sie noch einmal.',
  'Looking for scans': 'Aufnahmen werden gesucht',
  'No scan was found there. NIfTI files end in .nii, .nii.gz, or .hdr with .img; DICOM files end in .dcm or .ima, or carry the DICM mark.':
    'Dort wurde keine Aufnahme gefunden. NIfTI-Dateien enden auf .nii, .nii.gz oder .hdr mit .img; DICOM-Dateien enden auf .dcm oder .ima oder tragen das Kennzeichen DICM.',
  'Importing scans': 'Aufnahmen werden importiert',
  'No subject id can be made of this file name. Give it a name with letters or digits.':
    'Aus diesem Dateinamen lässt sich keine Personen-Id bilden. Geben Sie ihr einen Namen mit Buchstaben oder Ziffern.',
  'Another subject has the id {} in other upper and lower case, and their files would overwrite each other. Rename one of them.':
    'Eine andere Person hat die Id {} in anderer Groß- und Kleinschreibung, und ihre Dateien würden einander überschreiben. Benennen Sie eine davon um.',
  'an earlier import': 'früherer Import',
  'The same scan is in the project already, as {} of subject {}. It was not imported twice; if two people are meant, find the file that was copied by mistake.':
    'Dieselbe Aufnahme ist schon im Projekt, als {} von Person {}. Sie wurde kein zweites Mal importiert; sind zwei Personen gemeint, suchen Sie die Datei, die versehentlich kopiert wurde.',
  'Subject {} has another scan; this one is used from now on. Nothing need be done if that is the one you mean.':
    'Person {} hat eine weitere Aufnahme; von jetzt an wird diese verwendet. Ist das die gemeinte, müssen Sie nichts tun.',
  'Subject {} has another scan; the first stays in use. Nothing need be done if that is the one you mean.':
    'Person {} hat eine weitere Aufnahme; die erste bleibt in Verwendung. Ist das die gemeinte, müssen Sie nichts tun.',
  'this one is used from now on': 'von jetzt an wird diese verwendet',
  'the first stays in use': 'die erste bleibt in Verwendung',
  'It looks like another scan of the project saved again (likeness {}), of the same subject; {}. Nothing need be done.':
    'Sie sieht aus wie eine andere Aufnahme des Projekts, noch einmal gespeichert (Ähnlichkeit {}), von derselben Person; {}. Sie müssen nichts tun.',
  'It looks like another scan of the project saved again (likeness {}), of subject {}: one person under two ids would be trained and tested on. Decide, for it is left out until then: antrum decide <project> <subject> --same-scan same, or different.':
    'Sie sieht aus wie eine andere Aufnahme des Projekts, noch einmal gespeichert (Ähnlichkeit {}), von Person {}: An einer Person unter zwei Ids würde trainiert und getestet. Entscheiden Sie, denn bis dahin bleibt sie ausgelassen: antrum decide <project> <subject> --same-scan same, oder different.',
  'This file or folder is not there. Check the path.':
    'Diese Datei oder dieser Ordner ist nicht da. Prüfen Sie den Pfad.',
  'This format is not read. Convert the scan to NIfTI first.':
    'Dieses Format wird nicht gelesen. Wandeln Sie die Aufnahme zuerst in NIfTI um.',
  'Looking for DICOM files': 'DICOM-Dateien werden gesucht',
  'No DICOM file was found there: none is named .dcm or .ima, or carries the DICM mark. Check the folder.':
    'Dort wurde keine DICOM-Datei gefunden: Keine endet auf .dcm oder .ima oder trägt das Kennzeichen DICM. Prüfen Sie den Ordner.',
  'Drawing thumbnails': 'Vorschaubilder werden gezeichnet',
  'The voxels of this header are in {}, which is not there. Put both files side by side.':
    'Die Voxel dieses Headers liegen in {}, und das ist nicht da. Legen Sie beide Dateien nebeneinander.',
  'The header promises {} bytes, which a compressed file of {} bytes cannot hold. Copy it again from where it came from.':
    'Der Header verspricht {} Bytes, die in eine komprimierte Datei von {} Bytes nicht passen. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'This is not a file. Name the scan itself.': 'Das ist keine Datei. Nennen Sie die Aufnahme selbst.',
  'Much more follows the voxels than the header promises. Convert the scan to NIfTI again.':
    'Hinter den Voxeln folgt viel mehr, als der Header verspricht. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'The compressed file ends too early: it was cut off. Copy it again from where it came from.':
    'Die komprimierte Datei endet zu früh: Sie wurde abgeschnitten. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'The compressed data is damaged. Copy it again from where it came from.':
    'Die komprimierten Daten sind beschädigt. Kopieren Sie die Datei noch einmal von dort, wo sie herkommt.',
  'Reading attributes': 'Attribute werden gelesen',
  'Reading DICOM attributes': 'DICOM-Attribute werden gelesen',
  'This DICOM file is damaged: {}. Copy it again from where it came from.':
    'Diese DICOM-Datei ist beschädigt: {}. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'Recognising DICOM series': 'DICOM-Serien werden erkannt',
  'The slices make no volume.': 'Die Schichten ergeben kein Volumen.',
  'its voxel axes grow towards {}': 'ihre Voxelachsen wachsen nach {}',
  'it looks like the scan of another subject': 'sie sieht aus wie die Aufnahme einer anderen Person',
  'it is the scan of another subject, and left out':
    'sie ist die Aufnahme einer anderen Person und bleibt ausgelassen',
  'it is of a person of its own': 'sie zeigt eine eigene Person',
  'This voxel-to-world mapping cannot be inverted: its axes do not span space ({}). Check the orientation stored in the scan.':
    'Diese Abbildung von Voxeln in die Welt lässt sich nicht umkehren: Ihre Achsen spannen keinen Raum auf ({}). Prüfen Sie die Orientierung, die in der Aufnahme gespeichert ist.',
  '"{}" is no orientation: three letters are wanted, the direction in which each voxel axis grows, one of R and L, one of A and P, one of S and I. For example RAS.':
    '„{}“ ist keine Orientierung: Gebraucht werden drei Buchstaben, die Richtung, in die jede Voxelachse wächst, je einer aus R und L, A und P, S und I. Zum Beispiel RAS.',
  'A volume of {} voxels was given {} values.': 'Ein Volumen von {} Voxeln bekam {} Werte.',
  'NIfTI-1 holds at most 32767 voxels along an axis, not {}. Resample the volume first.':
    'NIfTI-1 fasst höchstens 32767 Voxel entlang einer Achse, nicht {}. Tasten Sie das Volumen zuerst neu ab.',
  'The {} of this file cannot be used (not finite, or it spans no space) and is ignored. Check in the montage that the cubes lie on the sinuses.':
    'Die {} dieser Datei ist nicht verwendbar (nicht endlich, oder sie spannt keinen Raum auf) und wird übergangen. Prüfen Sie in der Montage, ob die Würfel auf den Kieferhöhlen liegen.',
  'The file stores no orientation, so left and right cannot be known, and the scan is left out. Decide its sides if you know them from elsewhere: antrum decide <project> <subject> --sides RAS.':
    'Die Datei speichert keine Orientierung, deshalb sind links und rechts unbekannt, und die Aufnahme bleibt ausgelassen. Entscheiden Sie ihre Seiten, wenn Sie sie anderswoher kennen: antrum decide <project> <subject> --sides RAS.',
  'The two orientations stored in this file place a voxel up to {} mm apart; the sform is used. Check in the montage that the head stands upright and its sides are right.':
    'Die beiden Orientierungen, die in dieser Datei gespeichert sind, legen ein Voxel bis zu {} mm auseinander; die sform gilt. Prüfen Sie in der Montage, ob der Kopf aufrecht steht und seine Seiten stimmen.',
  'The axes of this scan are not at right angles (as with a tilted CT gantry); it is resampled with its shear. Check in the montage that the head looks undistorted.':
    'Die Achsen dieser Aufnahme stehen nicht rechtwinklig (wie bei gekippter CT-Gantry); sie wird mit ihrer Scherung abgetastet. Prüfen Sie in der Montage, ob der Kopf unverzerrt aussieht.',
  'A voxel would measure {} mm, which no head scan has. Check the units and spacing in its header.':
    'Ein Voxel wäre {} mm groß, wie in keiner Kopfaufnahme. Prüfen Sie Einheiten und Abstand in ihrem Header.',
  'The file stores no usable orientation, and its voxel size is {}: where a voxel is cannot be known. Convert the original scan again.':
    'Die Datei speichert keine verwendbare Orientierung, und ihre Voxelgröße ist {}: Wo ein Voxel liegt, ist unbekannt. Wandeln Sie die ursprüngliche Aufnahme noch einmal um.',
  'The file is empty. Copy it again from where it came from.':
    'Die Datei ist leer. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'This is not a NIfTI file: it does not start with the header size 348 or 540. Convert the scan to NIfTI first.':
    'Das ist keine NIfTI-Datei: Sie beginnt nicht mit der Headergröße 348 oder 540. Wandeln Sie die Aufnahme zuerst in NIfTI um.',
  'The file ends inside its header: {} of {} bytes are there. Copy it again from where it came from.':
    'Die Datei endet in ihrem Header: {} von {} Bytes sind da. Kopieren Sie sie noch einmal von dort, wo sie herkommt.',
  'This is not a NIfTI file: its signature is {}, expected "n+{}" or "ni{}". Convert the scan to NIfTI again.':
    'Das ist keine NIfTI-Datei: Ihre Signatur ist {}, erwartet wird „n+{}“ oder „ni{}“. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'Its header names the voxel type {}, which does not exist. Convert the scan to NIfTI again.':
    'Ihr Header nennt den Voxeltyp {}, den es nicht gibt. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'Its header gives {} dimensions, expected 3. Convert the scan to NIfTI again.':
    'Ihr Header nennt {} Dimensionen, erwartet werden 3. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'Its header gives the size {}; every length must be positive. Convert the scan to NIfTI again.':
    'Ihr Header nennt die Größe {}; jede Länge muss positiv sein. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'Its header says the voxels start at byte {}, which cannot be. Convert the scan to NIfTI again.':
    'Ihr Header sagt, dass die Voxel bei Byte {} beginnen, was nicht sein kann. Wandeln Sie die Aufnahme noch einmal in NIfTI um.',
  'This looks like an Analyze 7.5 file, which does not record which side is left. Convert the original scan to NIfTI.':
    'Das sieht nach einer Datei im Format Analyze 7.5 aus, das nicht festhält, welche Seite links ist. Wandeln Sie die ursprüngliche Aufnahme in NIfTI um.',
  'single bits': 'einzelne Bits',
  'complex numbers': 'komplexe Zahlen',
  'colour (RGB)': 'Farben (RGB)',
  '128-bit numbers': '128-Bit-Zahlen',
  'colour (RGBA)': 'Farben (RGBA)',
  'Its voxels are {}; Antrum reads one grey value per voxel. Export the scan as a grey-value image.':
    'Ihre Voxel sind {}; Antrum liest einen Grauwert je Voxel. Exportieren Sie die Aufnahme als Grauwertbild.',
  'It holds a flat image ({} voxels), not a volume. Choose the whole series.':
    'Sie enthält ein flaches Bild ({} Voxel), kein Volumen. Wählen Sie die ganze Serie.',
  'It holds several volumes ({} voxels), for example time points; Antrum takes one. Split the series and choose one volume.':
    'Sie enthält mehrere Volumen ({} Voxel), etwa Zeitpunkte; Antrum nimmt eines. Teilen Sie die Serie und wählen Sie ein Volumen.',
  'Its header promises {} voxels; Antrum takes scans of up to {} voxels. Check the file, or resample it first.':
    'Ihr Header verspricht {} Voxel; Antrum nimmt Aufnahmen bis {} Voxel. Prüfen Sie die Datei, oder tasten Sie sie zuerst neu ab.',
  'This is the header of a .hdr/.img pair and the .img is not there. Put both files side by side.':
    'Das ist der Header eines Paars .hdr/.img, und die .img-Datei ist nicht da. Legen Sie beide Dateien nebeneinander.',
  'The voxel data is incomplete: {} bytes are needed, {} are there. Copy the file again from where it came from.':
    'Die Voxeldaten sind unvollständig: {} Bytes werden gebraucht, {} sind da. Kopieren Sie die Datei noch einmal von dort, wo sie herkommt.',
  '{} of {} voxels are not finite numbers and were set to 0. Check that they are background.':
    '{} von {} Voxeln sind keine endlichen Zahlen und wurden auf 0 gesetzt. Prüfen Sie, ob sie zum Hintergrund gehören.',
  'Every voxel has the value {}: there is nothing to see or to register. Choose another scan.':
    'Jedes Voxel hat den Wert {}: Da gibt es nichts zu sehen oder zu registrieren. Wählen Sie eine andere Aufnahme.',
  'it ended with {} and wrote no volume': 'es endete mit {} und schrieb kein Volumen',
  'it stopped without a word': 'es hörte ohne ein Wort auf',
}
