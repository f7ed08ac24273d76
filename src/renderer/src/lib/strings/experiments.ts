import type { PresetName } from '../../../../shared/domain/preset-names.ts'
import type { StartingPoint } from '../../../../shared/domain/stage.ts'
import type { Budget } from '../../../../shared/ipc/experiments.ts'

const count = (amount: number, one: string, many: string) => `${amount} ${amount === 1 ? one : many}`

export const en = {
  title: 'Experiments',
  loading: 'Reading recipes and datasets…',
  failed: 'Experiments cannot be planned at the moment',
  empty: {
    title: 'A dataset first',
    text: 'An experiment is a recipe on a frozen dataset version, so that its numbers stay what they are. Freeze a version, then come back: seven short steps lead from a question to the queue.',
  },
  readOnly: {
    title: 'Planning is for those who may change the project',
    text: 'This workbench was started for reading only. What was planned is under Runs, and what was found under Results.',
  },
  noEngine: 'The engine does not start, so the plan has no name and no time yet',
  cannot: 'This cannot be planned as it stands',
  back: 'Back',
  next: 'Next',
  stepList: 'Steps of the plan',
  view: {
    label: 'How the plan is shown',
    steps: 'Step by step',
    yaml: 'As YAML',
    open: 'Open a plan file…',
    save: 'Save as a file',
  },
  actions: {
    yaml: 'Show the plan as YAML',
    steps: 'Show the plan step by step',
    save: 'Save the plan as a file',
    open: 'Open a plan file…',
  },
  yaml: {
    label: 'The plan as YAML',
    hint: 'The same plan as the steps show, with every setting a recipe can have (docs/recipes.md). What you type is read at once; the steps follow.',
    fine: 'This can be read.',
    problems: 'What is wrong with it',
    place: (line: number, column: number) => `Line ${line}, column ${column}`,
  },
  summary: {
    title: 'The plan at a glance',
    runs: 'Runs',
    pretrainings: 'Pretrainings',
    finetunings: 'Fine-tunings',
    time: 'Time',
    disk: 'Disk',
    hash: 'Name and hash of the plan',
    noHash: 'once the engine is known',
    none: '–',
  },
  steps: {
    question: {
      short: 'Question',
      title: 'What do you want to find out?',
      text: 'A recipe is the published answer to one question. Take the nearest; everything in it can be changed in the next steps.',
    },
    dataset: {
      short: 'Dataset',
      title: 'On which dataset version?',
      text: 'A version is frozen with its test set and folds, so that every number can name what it was measured on.',
    },
    methods: {
      short: 'Methods',
      title: 'Which starting points are compared?',
      text: 'Each classifier starts from an encoder. How that encoder was prepared is what the study compares; keep “No pretraining” in it as the yardstick.',
    },
    grid: {
      short: 'Labels, folds, seeds',
      title: 'With how many labels, and how often?',
      text: 'Every method is fine-tuned for every label fraction, on every fold, with every seed. More folds and seeds make intervals narrower and cost time in proportion.',
    },
    cost: {
      short: 'Time and memory',
      title: 'What does it take on this machine?',
      text: 'Antrum computes small twins of every kind of stage for at most half a minute and scales what it measured to the whole plan. What was measured is kept for a week.',
    },
    budget: {
      short: 'Fairness',
      title: 'Are the methods trained equally long?',
      text: 'A method that may train longer has an advantage that is not its own. This ledger says what each gets, before anything is computed.',
    },
    review: {
      short: 'Review',
      title: 'Is this what you want?',
      text: 'Read it once more in plain words. Nothing is computed before it is started, and what is planned can still be taken out of the queue.',
    },
  },
  question: {
    recipes: 'Recipe',
    recipe: (name: string) => `Recipe ${name}`,
    ownFile: 'This plan came from a file of your own. Choosing a recipe replaces it.',
    of: {
      quick: {
        title: 'Does the whole chain work here?',
        text: 'Three starting points in miniature; minutes on two cores. It shows that everything runs, not which method is better.',
      },
      'sample-cohort': {
        title: 'How do eight starting points do on synthetic heads?',
        text: 'The layout of Table 2, small enough for two cores: about two hours there.',
      },
      table2: {
        title: 'Which starting point helps when labels are few?',
        text: 'Table 2 of the paper: nine starting points at 10, 20 and 100% of the labels over five folds. Days on one GPU.',
      },
      fig3: {
        title: 'How does the advantage change with the number of labels?',
        text: 'Figure 3: the same at six shares of the labels. What Table 2 has computed is not computed again.',
      },
      table3: {
        title: 'How many normal sinuses do the residuals need?',
        text: 'Table 3: the autoencoder behind the residuals sees 20 to 100% of the normal sinuses.',
      },
      ablation: {
        title: 'Which loss and which filter do the residuals want?',
        text: 'Three losses × four median filters of the residual method, at 10% of the labels.',
      },
    } as Record<string, { title: string; text: string }>,
    leftOut: ({ folds, transfer }: { folds: number | null; transfer: boolean }, fractions: string) =>
      [
        'To fit this dataset the recipe was changed.',
        fractions && `Label fractions it was not frozen with are left out: ${fractions}.`,
        folds !== null && `It has fewer folds than the ${folds} of the recipe.`,
        transfer &&
          'Transfer is left out until you name a file of weights under Methods; Antrum downloads none.',
      ]
        .filter(Boolean)
        .join(' '),
    effort: 'With how much effort?',
    presets: {
      paper: {
        title: 'As published',
        text: 'The same effort for every method: 500 epochs of pretraining at full width. For results that stand beside the paper’s.',
      },
      'as-released': {
        title: 'As the released code',
        text: 'What the authors’ code does, method by method: unequal efforts, early stopping, and one autoencoder for all folds. For comparison only.',
      },
      quick: {
        title: 'Quick',
        text: 'A narrow encoder and a few epochs: minutes on two cores. For trying things out.',
      },
    } satisfies Record<PresetName, { title: string; text: string }> as Record<
      PresetName,
      { title: string; text: string }
    >,
    name: 'Name of the plan',
    nameHint: 'Lower-case letters, digits and hyphens; results go by it.',
  },
  dataset: {
    versions: 'Dataset version',
    holds: (subjects: string, sinuses: string) => `${subjects} subjects, ${sinuses} sinuses`,
    frozen: (time: string, hash: string) => `Frozen ${time}, hash ${hash}`,
    leaks:
      'This version was split by sinus: a subject’s two sinuses can lie on both sides of a split, and results come out too good.',
    damaged: 'The file of this version is not what was frozen. Restore it from a backup.',
  },
  methods: {
    list: 'Starting points',
    why: {
      scratch: 'Random weights. The yardstick: whatever does not beat it was not worth its pretraining.',
      transfer: 'Somebody else’s encoder, such as MedicalNet’s, from a file of yours.',
      autoencoder: 'Learns to redraw unlabelled sinuses. The plain baseline of self-supervision.',
      denoising: 'Redraws them from noisy ones, so that copying is not enough.',
      byol: 'Two views of a sinus must agree, with a slow teacher. Needs no negatives.',
      simsiam: 'The same without a teacher; collapses where its predictor is taken away.',
      simclr: 'Views of one sinus attract, all others repel. Wants large batches.',
      spark: 'Fills in hidden cells, as masked language models do.',
      residual:
        'Predicts what an autoencoder of normal sinuses cannot redraw: the method of the paper. Needs that autoencoder besides.',
    } satisfies Record<StartingPoint, string> as Record<StartingPoint, string>,
    cost: (time: string, pretrainings: number, finetunings: number) =>
      [
        `about ${time}`,
        ...(pretrainings > 0 ? [count(pretrainings, 'pretraining', 'pretrainings')] : []),
        count(finetunings, 'fine-tuning', 'fine-tunings'),
      ].join(' · '),
    alone:
      'Each cost is what the method takes by itself on this machine, with the present labels, folds and seeds.',
    noUnlabelled: 'This dataset has no unlabelled subjects to learn from.',
    weights: 'File of weights',
    weightsHint: 'A PyTorch checkpoint or safetensors file of a 3-D ResNet-18, on this machine',
    variants: 'Variants of residual prediction',
    variantsHint: 'More rows of the table, each with one thing changed. What they change is in the YAML.',
  },
  grid: {
    fractionsTitle: 'Label fractions',
    fractionsHint: 'Those the dataset was frozen with; each holds every smaller one.',
    foldsTitle: 'Folds',
    foldsHint: (folds: number) => `The dataset has ${count(folds, 'fold', 'folds')}.`,
    seedsTitle: 'Seeds',
    seedsHint: 'One repetition of every fine-tuning per seed.',
    seedsWrong: 'Whole numbers from 0, with commas between them.',
    methods: (amount: number) => count(amount, 'method', 'methods'),
    fractions: (amount: number) => count(amount, 'label fraction', 'label fractions'),
    folds: (amount: number) => count(amount, 'fold', 'folds'),
    seeds: (amount: number) => count(amount, 'seed', 'seeds'),
    runs: (text: string, amount: number) => `${text} ${amount === 1 ? 'run' : 'runs'}`,
    counting: 'Counting…',
    shared: (pretrainings: number, runs: number) =>
      `${count(pretrainings, 'pretraining serves', 'pretrainings serve')} the ${count(runs, 'run', 'runs')} that start from ${pretrainings === 1 ? 'it' : 'them'}; what is shared is computed once.`,
  },
  cost: {
    time: 'Time',
    memory: 'Memory',
    disk: 'Disk',
    range: (low: string, high: string) => `95% between ${low} and ${high}`,
    measured: (share: string) => `${share} of it by pace measured on this machine`,
    ofMachine: (all: string) => `the largest trainer’s, of ${all}`,
    free: (bytes: string) => `of ${bytes} free`,
    finished: (text: string, amount: number) =>
      `${text} ${amount === 1 ? 'stage is' : 'stages are'} finished already and ${amount === 1 ? 'is' : 'are'} not computed again.`,
    tooLittleMemory:
      'A trainer may want more memory than this machine has. Lower microBatchSize or width in the YAML.',
    tooLittleDisk: 'The disk of the project has too little room for this. Free some space first.',
    calibrate: 'Measure this machine (half a minute)',
    again: 'Measure again',
    running: 'Measuring this machine',
    failed: 'This machine could not be measured',
    stopped: 'Measuring was stopped. The estimate goes by what was measured so far.',
    how: 'The estimate narrows while the study runs, because finished stages tell how fast this machine really is.',
  },
  budget: {
    equal: 'Yes: every pretraining gets as many epochs, steps and samples as the others.',
    unequal: (differences: string[]) =>
      `No: pretrainings differ in ${differences.join(', ')}. A difference between methods can come from that alone.`,
    differs: {
      epochs: 'epochs',
      steps: 'steps',
      samples: 'samples seen',
      patience: 'when they may stop early',
    } satisfies Record<Budget['unequal'][number], string> as Record<Budget['unequal'][number], string>,
    without: (methods: string, amount: number) =>
      `${methods} ${amount === 1 ? 'spends' : 'spend'} nothing before fine-tuning: that is the point of the comparison.`,
    more: (method: string) =>
      `${method} also needs an autoencoder of normal sinuses, which no other starting point has.`,
    stopsEarly:
      'Trainings may end early where the validation loss no longer falls; the numbers below are then the most they can take.',
    table: 'Budget of every row',
    method: 'Method',
    pretraining: 'Pretraining',
    normals: 'Autoencoder of normals',
    finetuning: 'Fine-tuning',
    epochs: 'Epochs',
    steps: 'Steps',
    samples: 'Samples',
    none: '–',
    note: 'Per training. A range spans folds and label fractions of different size. Contrastive methods see two views of every sample, counted once here.',
  },
  review: {
    what: (name: string, methods: string, variants: number) =>
      `The plan ${name} compares ${methods}${variants > 0 ? ` and ${count(variants, 'variant', 'variants')} of residual prediction` : ''}.`,
    where: (version: string, subjects: string) => `It uses dataset ${version} with ${subjects} subjects.`,
    howOften: (fractions: string, folds: number, seeds: number, runs: string) =>
      `Each is fine-tuned with ${fractions} of the labels on ${count(folds, 'fold', 'folds')} with ${count(seeds, 'seed', 'seeds')}: ${runs} evaluated models.`,
    trainings: (pretrainings: string, finetunings: string, amount: number) =>
      amount > 0
        ? `That is ${finetunings} fine-tunings from ${pretrainings} pretrainings, each shared one computed once.`
        : `That is ${finetunings} fine-tunings without any pretraining.`,
    takes: (time: string, memory: string, disk: string) =>
      `It takes about ${time}, ${memory} of memory and ${disk} of disk.`,
    deviations: (amount: number, preset: string) =>
      `${count(amount, 'setting', 'settings')} otherwise than the preset ${preset}`,
    deviation: (setting: string, preset: string, used: string) => `${setting}: ${used} instead of ${preset}`,
    lineage: 'What the models have seen',
    proved: (models: number, trainings: number) =>
      `Proved: none of the ${count(models, 'model', 'models')} is judged on a subject that one of the ${count(trainings, 'training', 'trainings')} behind them has seen.`,
    leak: (name: string, because: string) =>
      `Does not hold: ${name}. It was asked for: ${because}. Results come out too good.`,
    isPlanned: (id: string) => `The project has this very plan already: ${id}. Planning it again finds it.`,
    busy: 'The project is being worked on. A run that is at work takes this plan into its queue.',
    failed: 'The plan did not get into the queue',
    planAndStart: 'Plan and start',
    planOnly: 'Plan and queue',
    planning: 'Planning…',
    waitsForEngine: 'The engine is being asked what it computes in…',
  },
}

export const de: typeof en = {
  title: 'Experimente',
  loading: 'Rezepte und Datensätze werden gelesen …',
  failed: 'Experimente lassen sich gerade nicht planen',
  empty: {
    title: 'Zuerst ein Datensatz',
    text: 'Ein Experiment ist ein Rezept auf einer eingefrorenen Datensatzversion, damit seine Zahlen bleiben, was sie sind. Frieren Sie eine Version ein und kommen Sie zurück: Sieben kurze Schritte führen von einer Frage in die Warteschlange.',
  },
  readOnly: {
    title: 'Planen kann, wer das Projekt ändern darf',
    text: 'Diese Werkbank wurde nur zum Lesen gestartet. Was geplant wurde, steht unter Läufe, und was herauskam, unter Ergebnisse.',
  },
  noEngine: 'Die Rechenmaschine startet nicht; der Plan hat noch keinen Namen und keine Zeit',
  cannot: 'So lässt sich das nicht planen',
  back: 'Zurück',
  next: 'Weiter',
  stepList: 'Schritte des Plans',
  view: {
    label: 'Wie der Plan gezeigt wird',
    steps: 'Schritt für Schritt',
    yaml: 'Als YAML',
    open: 'Plandatei öffnen …',
    save: 'Als Datei sichern',
  },
  actions: {
    yaml: 'Den Plan als YAML zeigen',
    steps: 'Den Plan Schritt für Schritt zeigen',
    save: 'Den Plan als Datei sichern',
    open: 'Plandatei öffnen …',
  },
  yaml: {
    label: 'Der Plan als YAML',
    hint: 'Derselbe Plan wie in den Schritten, mit jeder Einstellung, die ein Rezept haben kann (docs/recipes.md). Was Sie tippen, wird sofort gelesen; die Schritte folgen.',
    fine: 'Das lässt sich lesen.',
    problems: 'Was daran falsch ist',
    place: (line, column) => `Zeile ${line}, Spalte ${column}`,
  },
  summary: {
    title: 'Der Plan auf einen Blick',
    runs: 'Läufe',
    pretrainings: 'Vortrainings',
    finetunings: 'Feinabstimmungen',
    time: 'Zeit',
    disk: 'Platte',
    hash: 'Name und Hash des Plans',
    noHash: 'sobald die Rechenmaschine bekannt ist',
    none: '–',
  },
  steps: {
    question: {
      short: 'Frage',
      title: 'Was wollen Sie herausfinden?',
      text: 'Ein Rezept ist die veröffentlichte Antwort auf eine Frage. Nehmen Sie das nächstliegende; alles darin lässt sich in den nächsten Schritten ändern.',
    },
    dataset: {
      short: 'Datensatz',
      title: 'Auf welcher Datensatzversion?',
      text: 'Eine Version ist mit Testmenge und Folds eingefroren, damit jede Zahl sagen kann, woran sie gemessen wurde.',
    },
    methods: {
      short: 'Verfahren',
      title: 'Welche Ausgangspunkte werden verglichen?',
      text: 'Jeder Klassifikator geht von einem Encoder aus. Wie der vorbereitet wurde, ist das, was die Studie vergleicht; behalten Sie „Ohne Vortraining“ als Maßstab.',
    },
    grid: {
      short: 'Labels, Folds, Seeds',
      title: 'Mit wie vielen Labels und wie oft?',
      text: 'Jedes Verfahren wird für jeden Labelanteil, auf jedem Fold und mit jedem Seed feinabgestimmt. Mehr Folds und Seeds machen Intervalle enger und kosten entsprechend Zeit.',
    },
    cost: {
      short: 'Zeit und Speicher',
      title: 'Was braucht das auf diesem Rechner?',
      text: 'Antrum rechnet höchstens eine halbe Minute lang kleine Zwillinge jeder Art von Stufe und rechnet das Gemessene auf den ganzen Plan hoch. Es gilt eine Woche.',
    },
    budget: {
      short: 'Fairness',
      title: 'Werden die Verfahren gleich lange trainiert?',
      text: 'Ein Verfahren, das länger trainieren darf, hat einen Vorteil, der nicht seiner ist. Hier steht, was jedes bekommt, bevor gerechnet wird.',
    },
    review: {
      short: 'Durchsicht',
      title: 'Ist es das, was Sie wollen?',
      text: 'Lesen Sie es noch einmal in einfachen Worten. Gerechnet wird erst nach dem Start, und Geplantes lässt sich noch aus der Warteschlange nehmen.',
    },
  },
  question: {
    recipes: 'Rezept',
    recipe: (name) => `Rezept ${name}`,
    ownFile: 'Dieser Plan kam aus einer eigenen Datei. Ein Rezept zu wählen ersetzt ihn.',
    of: {
      quick: {
        title: 'Läuft hier die ganze Kette?',
        text: 'Drei Ausgangspunkte im Kleinen; Minuten auf zwei Kernen. Es zeigt, dass alles läuft, nicht welches Verfahren besser ist.',
      },
      'sample-cohort': {
        title: 'Wie schlagen sich acht Ausgangspunkte auf künstlichen Köpfen?',
        text: 'Der Aufbau von Tabelle 2, klein genug für zwei Kerne: dort etwa zwei Stunden.',
      },
      table2: {
        title: 'Welcher Ausgangspunkt hilft, wenn Labels knapp sind?',
        text: 'Tabelle 2 der Arbeit: neun Ausgangspunkte bei 10, 20 und 100\u00a0% der Labels über fünf Folds. Tage auf einer GPU.',
      },
      fig3: {
        title: 'Wie ändert sich der Vorteil mit der Zahl der Labels?',
        text: 'Abbildung 3: dasselbe bei sechs Anteilen der Labels. Was Tabelle 2 gerechnet hat, wird nicht noch einmal gerechnet.',
      },
      table3: {
        title: 'Wie viele normale Kieferhöhlen brauchen die Residuen?',
        text: 'Tabelle 3: Der Autoencoder hinter den Residuen sieht 20 bis 100\u00a0% der normalen Kieferhöhlen.',
      },
      ablation: {
        title: 'Welchen Verlust und welchen Filter wollen die Residuen?',
        text: 'Drei Verlustfunktionen × vier Medianfilter des Residuenverfahrens, bei 10\u00a0% der Labels.',
      },
    },
    leftOut: ({ folds, transfer }, fractions) =>
      [
        'Damit das Rezept zu diesem Datensatz passt, wurde es geändert.',
        fractions && `Labelanteile, mit denen er nicht eingefroren wurde, entfallen: ${fractions}.`,
        folds !== null && `Er hat weniger Folds als die ${folds} des Rezepts.`,
        transfer &&
          'Transfer entfällt, bis Sie unter Verfahren eine Datei mit Gewichten nennen; Antrum lädt keine herunter.',
      ]
        .filter(Boolean)
        .join(' '),
    effort: 'Mit wie viel Aufwand?',
    presets: {
      paper: {
        title: 'Wie veröffentlicht',
        text: 'Derselbe Aufwand für jedes Verfahren: 500 Epochen Vortraining in voller Breite. Für Ergebnisse, die neben denen der Arbeit stehen.',
      },
      'as-released': {
        title: 'Wie der veröffentlichte Code',
        text: 'Was der Code der Autoren tut, Verfahren für Verfahren: ungleicher Aufwand, vorzeitiges Ende und ein Autoencoder für alle Folds. Nur zum Vergleich.',
      },
      quick: {
        title: 'Schnell',
        text: 'Ein schmaler Encoder und wenige Epochen: Minuten auf zwei Kernen. Zum Ausprobieren.',
      },
    },
    name: 'Name des Plans',
    nameHint: 'Kleinbuchstaben, Ziffern und Bindestriche; so heißen die Ergebnisse.',
  },
  dataset: {
    versions: 'Datensatzversion',
    holds: (subjects, sinuses) => `${subjects} Personen, ${sinuses} Kieferhöhlen`,
    frozen: (time, hash) => `Eingefroren ${time}, Hash ${hash}`,
    leaks:
      'Diese Version wurde nach Kieferhöhlen aufgeteilt: Die beiden einer Person können auf beiden Seiten liegen, und Ergebnisse fallen zu gut aus.',
    damaged:
      'Die Datei dieser Version ist nicht, was eingefroren wurde. Stellen Sie sie aus einer Sicherung wieder her.',
  },
  methods: {
    list: 'Ausgangspunkte',
    why: {
      scratch: 'Zufällige Gewichte. Der Maßstab: Was nicht besser ist, war sein Vortraining nicht wert.',
      transfer: 'Der Encoder von jemand anderem, etwa von MedicalNet, aus Ihrer Datei.',
      autoencoder: 'Lernt, Kieferhöhlen ohne Label nachzuzeichnen. Der einfachste Vergleich.',
      denoising: 'Zeichnet sie aus verrauschten nach, damit Abschreiben nicht genügt.',
      byol: 'Zwei Ansichten einer Kieferhöhle müssen übereinstimmen, mit einem trägen Lehrer. Braucht keine Gegenbeispiele.',
      simsiam: 'Dasselbe ohne Lehrer; kollabiert, wo man ihm den Prädiktor nimmt.',
      simclr: 'Ansichten einer Kieferhöhle ziehen sich an, alle anderen stoßen sich ab. Will große Batches.',
      spark: 'Ergänzt verdeckte Zellen, wie es Sprachmodelle mit Wörtern tun.',
      residual:
        'Sagt voraus, was ein Autoencoder normaler Kieferhöhlen nicht nachzeichnen kann: das Verfahren der Arbeit. Braucht diesen Autoencoder zusätzlich.',
    },
    cost: (time, pretrainings, finetunings) =>
      [
        `etwa ${time}`,
        ...(pretrainings > 0 ? [count(pretrainings, 'Vortraining', 'Vortrainings')] : []),
        count(finetunings, 'Feinabstimmung', 'Feinabstimmungen'),
      ].join(' · '),
    alone:
      'Jede Angabe ist, was das Verfahren allein auf diesem Rechner braucht, mit den jetzigen Labels, Folds und Seeds.',
    noUnlabelled: 'Dieser Datensatz hat keine Personen ohne Label, von denen es lernen könnte.',
    weights: 'Datei mit Gewichten',
    weightsHint: 'Ein PyTorch-Checkpoint oder eine safetensors-Datei eines 3-D-ResNet-18, auf diesem Rechner',
    variants: 'Varianten der Residuenvorhersage',
    variantsHint: 'Weitere Zeilen der Tabelle, in jeder ist eines geändert. Was sie ändern, steht im YAML.',
  },
  grid: {
    fractionsTitle: 'Labelanteile',
    fractionsHint: 'Die, mit denen der Datensatz eingefroren wurde; jeder enthält alle kleineren.',
    foldsTitle: 'Folds',
    foldsHint: (folds) => `Der Datensatz hat ${count(folds, 'Fold', 'Folds')}.`,
    seedsTitle: 'Seeds',
    seedsHint: 'Eine Wiederholung jeder Feinabstimmung je Seed.',
    seedsWrong: 'Ganze Zahlen ab 0, mit Kommas dazwischen.',
    methods: (amount) => `${amount} Verfahren`,
    fractions: (amount) => count(amount, 'Labelanteil', 'Labelanteile'),
    folds: (amount) => count(amount, 'Fold', 'Folds'),
    seeds: (amount) => count(amount, 'Seed', 'Seeds'),
    runs: (text, amount) => `${text} ${amount === 1 ? 'Lauf' : 'Läufe'}`,
    counting: 'Wird gezählt …',
    shared: (pretrainings, runs) =>
      `${count(pretrainings, 'Vortraining dient', 'Vortrainings dienen')} ${count(runs, 'Lauf', 'Läufen')}; Geteiltes wird einmal gerechnet.`,
  },
  cost: {
    time: 'Zeit',
    memory: 'Speicher',
    disk: 'Platte',
    range: (low, high) => `95\u00a0% zwischen ${low} und ${high}`,
    measured: (share) => `${share} davon nach hier gemessenem Tempo`,
    ofMachine: (all) => `der größte Trainer, von ${all}`,
    free: (bytes) => `von ${bytes} frei`,
    finished: (text, amount) =>
      `${text} ${amount === 1 ? 'Stufe ist' : 'Stufen sind'} schon fertig und ${amount === 1 ? 'wird' : 'werden'} nicht noch einmal gerechnet.`,
    tooLittleMemory:
      'Ein Trainer will vielleicht mehr Speicher, als dieser Rechner hat. Setzen Sie microBatchSize oder width im YAML herab.',
    tooLittleDisk: 'Die Platte des Projekts hat dafür zu wenig Platz. Schaffen Sie zuerst welchen.',
    calibrate: 'Diesen Rechner messen (halbe Minute)',
    again: 'Noch einmal messen',
    running: 'Dieser Rechner wird gemessen',
    failed: 'Dieser Rechner ließ sich nicht messen',
    stopped: 'Das Messen wurde angehalten. Die Schätzung folgt dem, was bis dahin gemessen war.',
    how: 'Die Schätzung wird enger, während die Studie läuft, denn fertige Stufen zeigen, wie schnell dieser Rechner wirklich ist.',
  },
  budget: {
    equal: 'Ja: Jedes Vortraining bekommt so viele Epochen, Schritte und Beispiele wie die anderen.',
    unequal: (differences) =>
      `Nein: Die Vortrainings unterscheiden sich in ${differences.join(', ')}. Ein Unterschied zwischen Verfahren kann allein daher kommen.`,
    differs: {
      epochs: 'Epochen',
      steps: 'Schritten',
      samples: 'gesehenen Beispielen',
      patience: 'der Erlaubnis, vorzeitig zu enden',
    },
    without: (methods, amount) =>
      `${methods} ${amount === 1 ? 'wendet' : 'wenden'} vor der Feinabstimmung nichts auf: Darum geht es beim Vergleich.`,
    more: (method) =>
      `${method} braucht zusätzlich einen Autoencoder normaler Kieferhöhlen, den kein anderer Ausgangspunkt hat.`,
    stopsEarly:
      'Trainings können vorzeitig enden, wenn der Validierungsverlust nicht mehr fällt; die Zahlen unten sind dann das Höchste.',
    table: 'Aufwand jeder Zeile',
    method: 'Verfahren',
    pretraining: 'Vortraining',
    normals: 'Autoencoder der Normalen',
    finetuning: 'Feinabstimmung',
    epochs: 'Epochen',
    steps: 'Schritte',
    samples: 'Beispiele',
    none: '–',
    note: 'Je Training. Eine Spanne reicht über verschieden große Folds und Labelanteile. Kontrastive Verfahren sehen zwei Ansichten jedes Beispiels, hier einmal gezählt.',
  },
  review: {
    what: (name, methods, variants) =>
      `Der Plan ${name} vergleicht ${methods}${variants > 0 ? ` und ${count(variants, 'Variante', 'Varianten')} der Residuenvorhersage` : ''}.`,
    where: (version, subjects) => `Er nutzt den Datensatz ${version} mit ${subjects} Personen.`,
    howOften: (fractions, folds, seeds, runs) =>
      `Jedes wird mit ${fractions} der Labels auf ${count(folds, 'Fold', 'Folds')} mit ${count(seeds, 'Seed', 'Seeds')} feinabgestimmt: ${runs} ausgewertete Modelle.`,
    trainings: (pretrainings, finetunings, amount) =>
      amount > 0
        ? `Das sind ${finetunings} Feinabstimmungen aus ${pretrainings} Vortrainings, jedes geteilte einmal gerechnet.`
        : `Das sind ${finetunings} Feinabstimmungen ohne Vortraining.`,
    takes: (time, memory, disk) => `Es braucht etwa ${time}, ${memory} Speicher und ${disk} Platte.`,
    deviations: (amount, preset) =>
      `${count(amount, 'Einstellung', 'Einstellungen')} anders als in der Vorlage ${preset}`,
    deviation: (setting, preset, used) => `${setting}: ${used} statt ${preset}`,
    lineage: 'Was die Modelle gesehen haben',
    proved: (models, trainings) =>
      `Bewiesen: Keines von ${count(models, 'Modell', 'Modellen')} wird an einer Person beurteilt, die eines der ${count(trainings, 'Training', 'Trainings')} dahinter gesehen hat.`,
    leak: (name, because) =>
      `Gilt nicht: ${name}. So wurde es verlangt: ${because}. Ergebnisse fallen zu gut aus.`,
    isPlanned: (id) => `Das Projekt hat genau diesen Plan schon: ${id}. Noch einmal planen findet ihn.`,
    busy: 'Am Projekt wird gerechnet. Ein laufender Auftrag nimmt diesen Plan in seine Warteschlange.',
    failed: 'Der Plan kam nicht in die Warteschlange',
    planAndStart: 'Planen und starten',
    planOnly: 'Planen und einreihen',
    planning: 'Wird geplant …',
    waitsForEngine: 'Die Rechenmaschine wird gefragt, worin sie rechnet …',
  },
}
