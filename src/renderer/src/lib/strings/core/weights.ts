/** Files of weights: PyTorch, safetensors, zip. */
export const weights: Record<string, string> = {
  'This is not a file. Name the weights file itself.':
    'Das ist keine Datei. Nennen Sie die Datei mit den Gewichten selbst.',
  'It has {} GB, Antrum reads up to 2.1 GB. Save the weights alone, without optimiser state.':
    'Sie hat {} GB, Antrum liest bis 2,1 GB. Speichern Sie die Gewichte allein, ohne den Zustand des Optimierers.',
  'its width (channels of the stem) is {}, wanted is {}; ask for an encoder of width {}':
    'ihre Breite (Kanäle des Stamms) ist {}, gebraucht wird {}; verlangen Sie einen Encoder der Breite {}',
  'the shortcuts of the file have no parameters (type A)':
    'die Abkürzungen der Datei haben keine Parameter (Typ A)',
  'no tensor is called layer1.0.conv1.weight, as in a residual network; the file has {}, …':
    'kein Tensor heißt layer1.0.conv1.weight, wie in einem Residualnetz; die Datei hat {}, …',
  'it holds {} networks, under {}; keep the one to use':
    'sie enthält {} Netze, unter {}; behalten Sie das, das verwendet werden soll',
  'it is a ResNet-{} of {} bottleneck blocks, not of 2 + 2 + 2 + 2 basic blocks':
    'es ist ein ResNet-{} aus {} Bottleneck-Blöcken, nicht aus 2 + 2 + 2 + 2 einfachen Blöcken',
  'it is a ResNet-{} of {} basic blocks, not of 2 + 2 + 2 + 2 basic blocks':
    'es ist ein ResNet-{} aus {} einfachen Blöcken, nicht aus 2 + 2 + 2 + 2 einfachen Blöcken',
  'it is a network of {} bottleneck blocks, not of 2 + 2 + 2 + 2 basic blocks':
    'es ist ein Netz aus {} Bottleneck-Blöcken, nicht aus 2 + 2 + 2 + 2 einfachen Blöcken',
  'it is a network of {} basic blocks, not of 2 + 2 + 2 + 2 basic blocks':
    'es ist ein Netz aus {} einfachen Blöcken, nicht aus 2 + 2 + 2 + 2 einfachen Blöcken',
  'its stem (conv1.weight) is missing': 'ihr Stamm (conv1.weight) fehlt',
  'its stem is 2-D, of shape {}': 'ihr Stamm ist 2-D, von der Form {}',
  'its stem has no input channels': 'ihr Stamm hat keine Eingangskanäle',
  'its stem has a kernel of {}, not of 7×7×7': 'ihr Stamm hat einen Kern von {}, nicht von 7×7×7',
  '{} is missing': '{} fehlt',
  '{} has the shape {}, wanted is {}': '{} hat die Form {}, gebraucht wird {}',
  '{} holds whole numbers': '{} enthält ganze Zahlen',
  'segmentation head': 'Segmentierungskopf',
  'classification head': 'Klassifikationskopf',
  'inside the trunk, where our encoder has nothing': 'im Rumpf, wo unser Encoder nichts hat',
  'outside the trunk': 'außerhalb des Rumpfs',
  'not weights': 'keine Gewichte',
  "These are not the weights of a 3-D ResNet-18 of width {} such as MedicalNet's resnet_18.pth: {}; and {} more.":
    'Das sind nicht die Gewichte eines 3-D-ResNet-18 der Breite {} wie resnet_18.pth von MedicalNet: {}; und {} weitere Gründe.',
  "These are not the weights of a 3-D ResNet-18 of width {} such as MedicalNet's resnet_18.pth: {}.":
    'Das sind nicht die Gewichte eines 3-D-ResNet-18 der Breite {} wie resnet_18.pth von MedicalNet: {}.',
  "These are not the weights of a 3-D ResNet-18 such as MedicalNet's resnet_18.pth: {}; and {} more.":
    'Das sind nicht die Gewichte eines 3-D-ResNet-18 wie resnet_18.pth von MedicalNet: {}; und {} weitere Gründe.',
  "These are not the weights of a 3-D ResNet-18 such as MedicalNet's resnet_18.pth: {}.":
    'Das sind nicht die Gewichte eines 3-D-ResNet-18 wie resnet_18.pth von MedicalNet: {}.',
  'its pickle is cut off': 'ihr Pickle ist abgeschnitten',
  'its pickle has a text that is not UTF-8': 'ihr Pickle hat einen Text, der nicht UTF-8 ist',
  'its pickle has a line without an end': 'ihr Pickle hat eine Zeile ohne Ende',
  'its pickle has a number that is none': 'ihr Pickle hat eine Zahl, die keine ist',
  'its pickle takes a value that is not there': 'ihr Pickle nimmt einen Wert, den es nicht gibt',
  'its pickle uses a value that is not there': 'ihr Pickle verwendet einen Wert, den es nicht gibt',
  'its pickle takes a group that was not begun': 'ihr Pickle nimmt eine Gruppe, die nicht begonnen wurde',
  'its pickle takes values that are not there': 'ihr Pickle nimmt Werte, die es nicht gibt',
  'its pickle repeats a value that it never kept': 'ihr Pickle wiederholt einen Wert, den es nie behielt',
  'its pickle appends to what is no list': 'ihr Pickle hängt an etwas an, was keine Liste ist',
  'its pickle sets an entry of what is no dict': 'ihr Pickle setzt einen Eintrag in etwas, was kein Dict ist',
  'its pickle looks up a name that is no text': 'ihr Pickle schlägt einen Namen nach, der kein Text ist',
  'its pickle has the unknown opcode 0x{}': 'ihr Pickle hat den unbekannten Opcode 0x{}',
  'its pickle has a dict key without a value': 'ihr Pickle hat einen Dict-Schlüssel ohne Wert',
  'storage {} is missing or not of the size that its tensors say':
    'der Speicher {} fehlt oder hat nicht die Größe, die seine Tensoren nennen',
  'its protocol version is {}, not 1001': 'ihre Protokollversion ist {}, nicht 1001',
  'the list of its storages is missing': 'die Liste ihrer Speicher fehlt',
  'it holds a storage that no tensor uses': 'sie enthält einen Speicher, den kein Tensor verwendet',
  'it is cut off': 'sie ist abgeschnitten',
  'a storage has {} values where {} are wanted, or is cut off':
    'ein Speicher hat {} Werte, wo {} gebraucht werden, oder ist abgeschnitten',
  'storage {} is missing': 'der Speicher {} fehlt',
  'a tensor stands where none belongs': 'ein Tensor steht, wo keiner hingehört',
  'a tensor says in no known way where its values are':
    'ein Tensor sagt auf keine bekannte Weise, wo seine Werte sind',
  'storage {} is described in two ways': 'der Speicher {} ist auf zwei Weisen beschrieben',
  'a tensor is described in no known way': 'ein Tensor ist auf keine bekannte Weise beschrieben',
  'a parameter is no tensor': 'ein Parameter ist kein Tensor',
  'a size is no list of lengths': 'eine Größe ist keine Liste von Längen',
  'a tensor has another number of axes than strides':
    'ein Tensor hat eine andere Zahl von Achsen als von Schrittweiten',
  'a tensor ends at value {} of the {} in its storage':
    'ein Tensor endet bei Wert {} der {} in seinem Speicher',
  'the values of a tensor are missing': 'die Werte eines Tensors fehlen',
  'it has {} bytes, the header alone needs more': 'sie hat {} Bytes, der Header allein braucht mehr',
  'its header claims {} bytes, the file has {}': 'ihr Header behauptet {} Bytes, die Datei hat {}',
  'the values of {} start at {}, expected {} (no holes, no overlaps)':
    'die Werte von {} beginnen bei {}, erwartet wird {} (keine Lücken, keine Überschneidungen)',
  'its tensors need {} bytes of values, the file has {}':
    'ihre Tensoren brauchen {} Bytes an Werten, die Datei hat {}',
  'its header is not a JSON object': 'ihr Header ist kein JSON-Objekt',
  'its metadata is not a list of strings': 'ihre Metadaten sind keine Liste von Texten',
  'the entry of {} is malformed': 'der Eintrag von {} ist fehlerhaft',
  'the offsets of {} are malformed': 'die Offsets von {} sind fehlerhaft',
  '{} [{}] of {} needs {} bytes, its offsets span {}':
    '{} [{}] vom Typ {} braucht {} Bytes, seine Offsets umfassen {}',
  'its entries overlap': 'ihre Einträge überschneiden sich',
  'it holds {} twice': 'sie enthält {} zweimal',
  'the checksum of {} does not match its content': 'die Prüfsumme von {} passt nicht zum Inhalt',
  'its directory is cut off': 'ihr Verzeichnis ist abgeschnitten',
  'the directory at its end is missing, it was probably cut off':
    'das Verzeichnis an ihrem Ende fehlt, vermutlich wurde sie abgeschnitten',
  '{} has no header': '{} hat keinen Header',
  '{} is cut off': '{} ist abgeschnitten',
  '{} has two different sizes': '{} hat zwei verschiedene Größen',
  '{} does not unpack to its {} bytes': '{} ergibt entpackt nicht seine {} Bytes',
  'This is not an intact {} file: {}. Get the file again from where it came from.':
    'Das ist keine unversehrte {}-Datei: {}. Holen Sie sie noch einmal von dort, wo sie herkommt.',
  'The file holds a text of {} bytes.': 'Die Datei enthält einen Text von {} Bytes.',
  'The file asks Python for {}; only tensors and plain values are read.':
    'Die Datei verlangt von Python {}; gelesen werden nur Tensoren und einfache Werte.',
  'The file calls something that is not one of the functions that make tensors.':
    'Die Datei ruft etwas auf, was keine der Funktionen ist, die Tensoren bilden.',
  'The file holds more Python objects than a file of weights ever has.':
    'Die Datei enthält mehr Python-Objekte, als eine Datei mit Gewichten je hat.',
  'The file is a pickle of a newer kind than protocol 5.':
    'Die Datei ist ein Pickle neuerer Art als Protokoll 5.',
  'The file sets the inner state of a Python object other than a dict.':
    'Die Datei setzt den inneren Zustand eines Python-Objekts, das kein Dict ist.',
  'The file makes a Python object: {}.': 'Die Datei bildet ein Python-Objekt: {}.',
  'The file uses {}, which weights do not need.': 'Die Datei verwendet {}, was Gewichte nicht brauchen.',
  'The file is a TorchScript program, not weights.':
    'Die Datei ist ein TorchScript-Programm, keine Gewichte.',
  'The file was written on a big-endian machine.':
    'Die Datei wurde auf einem Big-Endian-Rechner geschrieben.',
  'The file stores parts of storages.': 'Die Datei speichert Teile von Speichern.',
  'The file makes an OrderedDict in the way of Python 2.':
    'Die Datei bildet ein OrderedDict nach Art von Python 2.',
  'The file repeats {} values to a tensor of {}.': 'Die Datei wiederholt {} Werte zu einem Tensor von {}.',
  '{} Antrum reads weights and runs nothing. If you trust the file, save its weights alone with PyTorch: torch.save(model.state_dict(), file).':
    '{} Antrum liest Gewichte und führt nichts aus. Wenn Sie der Datei trauen, speichern Sie mit PyTorch ihre Gewichte allein: torch.save(model.state_dict(), file).',
  'a bytes object (BINBYTES)': 'ein Bytes-Objekt (BINBYTES)',
  'a bytes object (SHORT_BINBYTES)': 'ein Bytes-Objekt (SHORT_BINBYTES)',
  'a number of protocol 0 (FLOAT)': 'eine Zahl des Protokolls 0 (FLOAT)',
  'an outside object of protocol 0 (PERSID)': 'ein äußeres Objekt des Protokolls 0 (PERSID)',
  'a string of protocol 0 (STRING)': 'einen Text des Protokolls 0 (STRING)',
  'a string of protocol 0 (UNICODE)': 'einen Text des Protokolls 0 (UNICODE)',
  'a repetition of protocol 0 (GET)': 'eine Wiederholung des Protokolls 0 (GET)',
  'a Python object (OBJ)': 'ein Python-Objekt (OBJ)',
  'a memory of protocol 0 (PUT)': 'eine Merkstelle des Protokolls 0 (PUT)',
  'a Python object (NEWOBJ)': 'ein Python-Objekt (NEWOBJ)',
  'a registered Python object (EXT1)': 'ein registriertes Python-Objekt (EXT1)',
  'a registered Python object (EXT2)': 'ein registriertes Python-Objekt (EXT2)',
  'a registered Python object (EXT4)': 'ein registriertes Python-Objekt (EXT4)',
  'a whole number of more than 255 bytes (LONG4)': 'eine ganze Zahl von mehr als 255 Bytes (LONG4)',
  'a text of more than 4 GB (BINUNICODE8)': 'einen Text von mehr als 4 GB (BINUNICODE8)',
  'a bytes object (BINBYTES8)': 'ein Bytes-Objekt (BINBYTES8)',
  'a set (EMPTY_SET)': 'eine Menge (EMPTY_SET)',
  'a set (ADDITEMS)': 'eine Menge (ADDITEMS)',
  'a set (FROZENSET)': 'eine Menge (FROZENSET)',
  'a Python object (NEWOBJ_EX)': 'ein Python-Objekt (NEWOBJ_EX)',
  'a byte array (BYTEARRAY8)': 'ein Byte-Array (BYTEARRAY8)',
  'a buffer outside the pickle (NEXT_BUFFER)': 'einen Puffer außerhalb des Pickles (NEXT_BUFFER)',
  'a buffer outside the pickle (READONLY_BUFFER)': 'einen Puffer außerhalb des Pickles (READONLY_BUFFER)',
  'A tensor cannot be called __metadata__: safetensors keeps that name for itself.':
    'Ein Tensor kann nicht __metadata__ heißen: Diesen Namen behält safetensors für sich.',
  'Tensor {} has the shape [{}] ({} values) but holds {} values.':
    'Der Tensor {} hat die Form [{}] ({} Werte), enthält aber {} Werte.',
  'Tensor {} has the type {}; Antrum reads {}. Convert the file first.':
    'Der Tensor {} hat den Typ {}; Antrum liest {}. Wandeln Sie die Datei zuerst um.',
  'This is not a file of weights: Antrum reads checkpoints of PyTorch (.pth, .pt) and safetensors.':
    'Das ist keine Datei mit Gewichten: Antrum liest Checkpoints von PyTorch (.pth, .pt) und safetensors.',
  'This checkpoint holds something other than a dict of named tensors. Save the state_dict() of the network.':
    'Dieser Checkpoint enthält etwas anderes als ein Dict benannter Tensoren. Speichern Sie das state_dict() des Netzes.',
  'This checkpoint holds no named tensors, at its top or under {}; it has {}. Save the state_dict() of the network.':
    'Dieser Checkpoint enthält keine benannten Tensoren, weder oben noch unter {}; er hat {}. Speichern Sie das state_dict() des Netzes.',
  'This zip archive holds several files called data.pkl, so it is not a checkpoint of PyTorch. If it is a download that holds one, unpack it first.':
    'Dieses Zip-Archiv enthält mehrere Dateien namens data.pkl, ist also kein Checkpoint von PyTorch. Ist es ein Download, der einen enthält, entpacken Sie ihn zuerst.',
  'This zip archive holds no file called data.pkl, so it is not a checkpoint of PyTorch. If it is a download that holds one, unpack it first.':
    'Dieses Zip-Archiv enthält keine Datei namens data.pkl, ist also kein Checkpoint von PyTorch. Ist es ein Download, der einen enthält, entpacken Sie ihn zuerst.',
  'This zip archive of {} bytes says that it unpacks to {}, which weights never do. Get it again from a source you trust.':
    'Dieses Zip-Archiv von {} Bytes sagt, dass es entpackt {} ergibt, was Gewichte nie tun. Holen Sie es noch einmal aus einer Quelle, der Sie trauen.',
  '{} in this zip archive is encrypted; Antrum reads stored and deflated entries. Pack it again without.':
    '{} in diesem Zip-Archiv ist verschlüsselt; Antrum liest Einträge, die gespeichert oder mit Deflate gepackt sind. Packen Sie es noch einmal ohne das.',
  '{} in this zip archive is packed by method {}; Antrum reads stored and deflated entries. Pack it again without.':
    '{} in diesem Zip-Archiv ist nach Verfahren {} gepackt; Antrum liest Einträge, die gespeichert oder mit Deflate gepackt sind. Packen Sie es noch einmal ohne das.',
  'This zip archive is larger than 4 GB (Zip64), which Antrum does not read. Save the weights alone, without optimiser state.':
    'Dieses Zip-Archiv ist größer als 4 GB (Zip64), was Antrum nicht liest. Speichern Sie die Gewichte allein, ohne den Zustand des Optimierers.',
}
