"""q1 in German: the lines of its public checks, and where to look."""

LINES = {
    "q1.dtype": (
        "Bilder sind {found}; erwartet wird torch.float32. Sieh nach, wie load_mnist Tensoren"
        " macht.",
        "items",
    ),
    "q1.image-shape": (
        "Ein Bild hat die Form {found}; erwartet wird {expected}: {CHANNELS_IN_WORDS}, {ROWS}"
        " Zeilen, {COLUMNS} Spalten.",
        "items",
    ),
    "q1.range": (
        "Die Pixel eines Bildes reichen von {low:g} bis {high:g}; erwartet wird 0 bis 1.",
        "items",
    ),
    "q1.divided-twice": (
        "Sie sehen aus wie zweimal durch 255 geteilt: Was aus Bildern Tensoren macht, tut das"
        " schon.",
        "items",
    ),
    "q1.divided-by-256": (
        "Sie sehen aus wie durch 256 geteilt; das größte Byte ist 255.",
        "items",
    ),
    "q1.standardised": (
        "Sie sehen standardisiert aus, mit Mittel und Abweichung; verlangt ist nur die Division"
        " durch 255.",
        "items",
    ),
    "q1.no-digit": (
        "Ein Label ist {found}; erwartet wird eine ganze Zahl ab 0 und unter {NUM_CLASSES}.",
        "items",
    ),
    "q1.first-image": (
        "Das erste Bild ist nicht das erste in den Dateien. Erwartet wird der Wert jedes Pixels,"
        " geteilt durch 255 und sonst unverändert.",
        "items",
    ),
    "q1.inverted": ("Es ist invertiert: Hell und Dunkel sind vertauscht.", "items"),
    "q1.transposed": ("Seine Zeilen und Spalten sind vertauscht.", "items"),
    "q1.rounded": ("Seine Pixel sind auf 0 und 1 gerundet.", "items"),
    "q1.rounded-down": (
        "Seine Grautöne sind weg: Eine Division ergab ganze Zahlen, 0 für alle Pixel außer denen"
        " mit 255.",
        "items",
    ),
    "q1.other-set": (
        "Es ist das erste Bild der anderen Menge, der Testbilder: Sieh nach, wie load_mnist `train`"
        " benutzt.",
        "which-images",
    ),
    "q1.out-of-order": (
        "Es steht in den Dateien an anderer Stelle: Sieh nach, was die Reihenfolge der Bilder"
        " ändert.",
        "items",
    ),
    "q1.pixels-changed": (
        "Sieh nach, was mit einem Bild zwischen Datei und Element geschieht.",
        "items",
    ),
    "q1.later-image": (
        "Bild {number} ist nicht das in den Dateien, obwohl das erste es ist. Sieh nach, was mit"
        " einem Bild zwischen Datei und Element geschieht, und ob es zufällig geschieht.",
        "items",
    ),
    "q1.stretched": ("Es ist durch seinen eigenen größten Wert geteilt, nicht durch 255.", "items"),
    "q1.first-label": (
        "Das erste Label ist {found}; erwartet wird {expected}, wie in den Dateien.",
        "items",
    ),
    "q1.labels-from-one": ("Alle Labels sind um eins zu groß: Labels zählen ab 0.", "items"),
    "q1.wrong-set": (
        "train={train} lädt die andere Menge: {found} Bilder, erwartet werden die {expected}"
        " {which}. Sieh nach, wie load_mnist `train` benutzt.",
        "which-images",
    ),
    "q1.size": (
        "train={train} lädt {found} Bilder; in diesem Ordner liegen {expected} {which}. Alle"
        " davon, und keine anderen, gehören in diesen Datensatz.",
        "which-images",
    ),
    "q1.number-of-batches": (
        "{count} Beispiele in Batches zu {size} kamen als {found} Batches; erwartet werden"
        " {expected}. Sieh nach, wie make_loader `batch_size` benutzt.",
        "batches",
    ),
    "q1.pair-swapped": (
        "Ein Batch von make_loader kommt als (Labels, Bilder); erwartet wird (Bilder, Labels).",
        "batches",
    ),
    "q1.batch-shape": (
        "Die Bilder eines Batches haben die Form {found}; erwartet wird {expected} für"
        " batch_size={size}.",
        "batches",
    ),
    "q1.batch-labels": (
        "Die Labels eines Batches sind {dtype} {found}; erwartet wird torch.int64 {expected}.",
        "batches",
    ),
    "q1.first-batch": (
        "Der erste Batch enthält nicht die ersten Beispiele: Ohne shuffle gilt die Reihenfolge des"
        " Datensatzes.",
        "shuffling",
    ),
    "q1.last-batch": (
        "{count} Beispiele kamen in Batches von {found}; erwartet wird {expected}: Kein Beispiel"
        " fällt weg, und der letzte Batch darf kurz sein.",
        "batches",
    ),
    "q1.no-download": (
        "In einem leeren Ordner hat load_mnist mit train={train} nicht versucht, die Bilder"
        " herunterzuladen. Sieh dir die Argumente des Datensatzes an, den es macht.",
        "which-images",
    ),
    "q1.samples-lost": (
        "100 Beispiele kamen als {found}; jedes Beispiel muss einmal je Epoche kommen.",
        "batches",
    ),
    "q1.not-in-order": (
        "Ohne shuffle kamen die Beispiele in anderer Reihenfolge als im Datensatz oder verändert.",
        "shuffling",
    ),
    "q1.labels-not-in-order": (
        "Die Labels eines Batches stehen nicht in der Reihenfolge seiner Bilder.",
        "shuffling",
    ),
    "q1.shape-in-batches": (
        "Die Bilder eines Batches haben die Form {found}; erwartet wird (N, {CHANNELS}, {ROWS},"
        " {COLUMNS}).",
        "batches",
    ),
    "q1.not-every-sample": (
        "Eine gemischte Epoche muss jedes Beispiel genau einmal bringen; deine wiederholt oder"
        " verliert welche: 100 Beispiele kamen als {found}.",
        "shuffling",
    ),
    "q1.drawn-again": (
        "Manche kamen mehr als einmal: Sieh nach, wie Beispiele gezogen werden.",
        "shuffling",
    ),
    "q1.dropped-when-shuffled": (
        "Der letzte Batch, der kurze, fehlt: Auch beim Mischen fällt kein Beispiel weg.",
        "batches",
    ),
    "q1.labels-left-behind": (
        "Nach dem Mischen gehören Labels nicht mehr zu ihren Bildern.",
        "shuffling",
    ),
    "q1.not-shuffled": (
        "Mit shuffle=True kamen die Beispiele in der Reihenfolge des Datensatzes.",
        "shuffling",
    ),
    "q1.shuffled-once": (
        "Zwei gemischte Epochen hatten dieselbe Reihenfolge; jede Epoche braucht eine neue. Einmal"
        " gemischt, wenn der Loader gemacht wird, bleibt sie gleich: Sieh nach, wann die"
        " Reihenfolge gezogen wird.",
        "shuffling",
    ),
}

CONCEPTS = {
    "items": (
        """Ein Datensatz ist eine Liste von Beispielen, und jedes Beispiel ist ein Paar: ein Bild
        als Tensor und sein Label als ganze Zahl von 0 bis {LAST_CLASS}. Die Dateien enthalten jedes
        Pixel als Byte, 0 bis 255. Das Netz bekommt float32-Zahlen zwischen 0 und 1, mit
        einem Kanal davor: {IMAGE_SHAPE}. torchvision hat einen Transform, der genau diesen Schritt
        tut; er ist ein Objekt, wird einmal gemacht und dem Datensatz gegeben, der ihn auf jedes
        Bild anwendet, wenn das Element verlangt wird. Sonst geschieht hier nichts mit einem Bild
        oder Label. Sieh dir ein Element in der Python-Konsole an: Typ, dtype, Form, kleinsten und
        größten Wert.""",
        "q1: Die Bilder und ihre Batches",
    ),
    "which-images": (
        """Der Datensatz kommt als zwei Mengen, Trainingsbilder und Testbilder, jede mit eigenen
        Dateien. Das Argument `train` sagt, welche davon gemeint ist, und `root`, in welchem Ordner
        die Dateien liegen. Beide Argumente müssen bei dem Datensatz ankommen, den deine Funktion
        macht; ein Wert, der an ihrer Stelle fest im Code steht, geht nur gut, solange niemand
        etwas anderes verlangt. Der Datensatz enthält alle Bilder seiner Menge: Einige zum
        Validieren auszuwählen ist später Sache dessen, der trainiert. Wenn die Dateien nicht da
        sind, kann der Datensatz sie holen, aber nur, wenn man es ihm erlaubt. Verfolge die beiden
        Argumente durch deine Funktion.""",
        "q1: Die Bilder und ihre Batches",
    ),
    "batches": (
        """Ein Loader zerlegt einen Datensatz in Batches aus je `batch_size` Beispielen: die Bilder
        gestapelt zu (N, {CHANNELS}, {ROWS}, {COLUMNS}) und die Labels zu (N,), als Paar (Bilder,
        Labels). Wenn die Zahl der Beispiele kein Vielfaches der Batchgröße ist, ist der letzte
        Batch kürzer, und er ist ein Batch wie jeder andere: Wer ihn weglässt, verliert Beispiele.
        Der DataLoader von PyTorch tut all das. Sieh dir die Argumente an, die er bekommt, und
        prüfe, ob `batch_size` deiner Funktion dort ankommt. Lade dann 10 Beispiele in Batches zu 4
        und gib aus, wie viele in jedem kommen: 4, 4 und 2.""",
        "q1: Die Bilder und ihre Batches",
    ),
    "shuffling": (
        """Mit `shuffle` geht eine Epoche in zufälliger Reihenfolge durch die Beispiele, ohne es in
        der Reihenfolge des Datensatzes. So oder so kommt jedes Beispiel genau einmal, zusammen mit
        seinem eigenen Label. Die Reihenfolge wird jedes Mal neu gezogen, wenn eine Schleife über
        den Loader beginnt, so dass zwei Epochen sich unterscheiden: Was einmal gemischt wird, wenn
        der Loader gemacht wird, bleibt für immer gleich. Ziehen mit Zurücklegen ist etwas anderes:
        Es bringt manche Beispiele zweimal und andere nie. Sieh nach, ob das Argument `shuffle`
        deiner Funktion darüber entscheidet und was sein Standardwert ist. Gib dann die Labels des
        ersten Batches aus, in zwei Schleifen über denselben Loader, mit und ohne shuffle.""",
        "q1: Die Bilder und ihre Batches",
    ),
}

ROWS = {
    "calling.load_mnist": ("load_mnist(…)", "ein Dataset aus Paaren (image, label)", "{raised}"),
    "calling.make_loader": ("make_loader(…)", "Batches (images, labels)", "{raised}"),
    "q1.first-label": ("Label des ersten Elements", "{expected}", "{found}"),
    "q1.later-image": ("Bild {number}", "das in den Dateien", "ein anderes"),
    "q1.no-digit": ("Label des ersten Elements", "von 0 bis {LAST_CLASS}", "{found}"),
    "q1.range": ("kleinstes und größtes Pixel", "0 und 1", "{low:.4g} und {high:.4g}"),
}
