/** Blinded reading. */
export const review: Record<string, string> = {
  'Reading in {} goes on, and answers are shown when it has ended. End it with: antrum review <project> end {}':
    'Die Befundung {} läuft noch, und Antworten werden gezeigt, wenn sie beendet ist. Beenden Sie sie mit: antrum review <project> end {}',
  'There is no such item in a review of this project.':
    'Einen solchen Fall gibt es in keiner Befundung dieses Projekts.',
  '"{}" read in this session. What readers disagree about is decided by somebody else.':
    '„{}“ hat in dieser Befundung befundet. Worin sich Befundende widersprechen, entscheidet jemand anderes.',
  'Readers do not disagree about {}: there is nothing to decide.':
    'Über {} widersprechen sich die Befundenden nicht: Es gibt nichts zu entscheiden.',
  '{} has nothing to make labels of: {} sinuses were not read by everybody, {} are to be decided. Decide those, or start another review.':
    'In {} gibt es nichts, woraus sich Labels bilden ließen: {} Kieferhöhlen wurden nicht von allen befundet, {} sind zu entscheiden. Entscheiden Sie diese, oder beginnen Sie eine neue Befundung.',
  'Every sinus of {} has a label: there is none to label next.':
    'Jede Kieferhöhle von {} hat ein Label: Als nächste zu labeln ist keine.',
  'Experiment {} has no runs of {}; it has {}.': 'Das Experiment {} hat keine Läufe von {}; es hat {}.',
  'No model of {} in experiment {} is finished. Run: antrum run <project> {}':
    'Kein Modell von {} im Experiment {} ist fertig. Der Befehl dafür: antrum run <project> {}',
  'Reading sinuses': 'Kieferhöhlen werden gelesen',
  '{} has no reader of this name. It has: {}.': '{} hat niemanden dieses Namens, der befundet. Es hat: {}.',
  'The volume of this item cannot be read. Run antrum verify <project>, which names the file, and restore volumes/{} from a backup.':
    'Das Volumen dieses Falls lässt sich nicht lesen. Führen Sie antrum verify <project> aus, das die Datei nennt, und stellen Sie volumes/{} aus einer Sicherung wieder her.',
  'This item is answered. Take the answer back first, as long as it is the last one.':
    'Dieser Fall ist beantwortet. Nehmen Sie zuerst die Antwort zurück, solange sie die letzte ist.',
  'Another item is to be read before this one. Ask for the reader’s place again.':
    'Vor diesem Fall ist ein anderer zu befunden. Fragen Sie noch einmal, welcher an der Reihe ist.',
  'There is no answer to take back.': 'Es gibt keine Antwort zurückzunehmen.',
  'The residual is shown once the answer was revealed.':
    'Das Residuum wird gezeigt, sobald die Antwort aufgedeckt ist.',
  'No finished stage of the experiment has a residual of this item.':
    'Keine fertige Stufe des Experiments hat ein Residuum dieses Falls.',
  'Scores, labels and residual are locked until the item is answered. Answer it first.':
    'Scores, Labels und Residuum sind gesperrt, bis der Fall beantwortet ist. Beantworten Sie ihn zuerst.',
  'Reading in {} has ended, so answers stay as they are.':
    'Die Befundung {} ist beendet, deshalb bleiben Antworten, wie sie sind.',
  'Every reader needs a name of their own; "{}" is there twice.':
    'Alle Befundenden brauchen einen eigenen Namen; „{}“ steht zweimal da.',
  'Dataset {} has nothing to read in the worklist "{}". Choose another worklist or version.':
    'Der Datensatz {} hat in der Arbeitsliste „{}“ nichts zu befunden. Wählen Sie eine andere Arbeitsliste oder Version.',
  'A name of 1 to {} characters is wanted, such as "reader A"; none was given.':
    'Gebraucht wird ein Name von 1 bis {} Zeichen, etwa „Leser A“; angegeben war keiner.',
  'A name of 1 to {} characters is wanted, such as "reader A"; another was given.':
    'Gebraucht wird ein Name von 1 bis {} Zeichen, etwa „Leser A“; angegeben war ein anderer.',
  'This name is the id of a subject of the dataset. Name people by pseudonyms of their own, such as "reader A".':
    'Dieser Name ist die Id einer Person des Datensatzes. Nennen Sie Befundende mit eigenen Pseudonymen, etwa „Leser A“.',
  'Experiment {} was planned on dataset {}, and {} is to be read. Name that version, or an experiment on {}.':
    'Das Experiment {1} wurde auf dem Datensatz {2} geplant, und zu befunden ist {3}. Nennen Sie jene Version, oder ein Experiment auf {4}.',
  'Sinuses are named for the worklist "next", and for no other.':
    'Kieferhöhlen werden für die Arbeitsliste „next“ genannt und für keine andere.',
  'A sinus that is not in {} was named.': 'Genannt wurde eine Kieferhöhle, die nicht in {} ist.',
  'There is no review {} in this project. It has: {}.':
    'Eine Befundung {} gibt es in diesem Projekt nicht. Es hat: {}.',
  'There is no review {} in this project. Start one with: antrum review <project> create --reader "reader A"':
    'Eine Befundung {} gibt es in diesem Projekt nicht. Beginnen Sie eine mit: antrum review <project> create --reader "reader A"',
  'no item was read by both': 'keine Kieferhöhle haben beide befundet',
  'all answers are in one category': 'alle Antworten sind in einer Klasse',
  'these answers leave no spread to tell it by': 'diese Antworten lassen keine Streuung erkennen',
  "Cohen's kappa wants the same items from both readers; one has {}, the other {}.":
    'Cohens Kappa braucht dieselben Fälle von beiden Befundenden; einer hat {}, der andere {}.',
}
