"""What several questions say in German."""

LINES = {
    "all.defaults": (
        "Die Standardwerte von {name} haben sich geändert: {changed}. Andere rufen es ohne diese"
        " Argumente auf.",
        "defaults",
    ),
    "all.default": ("{key}={found} statt {expected}", ""),
    "all.no-gradient": (
        "Nach einer Epoche Training hat sich {names} nicht geändert: Kein Gradient kommt dort an."
        " Sieh nach, wie die Gewichte beginnen und was sie von der Ausgabe abschneidet, etwa"
        " `detach()`, `.data` oder `torch.no_grad`.",
        "registered",
    ),
    "all.custom-gradient": (
        "Der Gradient von {names} ist nicht der der Kosten: Er zeigt anderswohin. Such, was"
        " Gradienten auf dem Rückweg verändert, etwa Hooks oder ein eigenes backward.",
        "registered",
    ),
    "all.remembers": (
        "Noch einmal mit demselben aufgerufen, gibt {name} eine andere Antwort: Es macht mit dem"
        " weiter, was ein früherer Aufruf hinterlassen hat. Sieh nach, was außerhalb der Funktion"
        " oder in ihren Standardwerten aufgehoben wird.",
        "returns",
    ),
    "all.rounded": (
        "Sie ist gerundet: Gib die Zahl zurück, wie sie ist, und runde dort, wo du sie ausgibst.",
        "returns",
    ),
    "all.depends-on-the-batch": (
        "Die Ausgabe für ein Bild hängt von den anderen Bildern seines Batches ab.",
        "each-image-by-itself",
    ),
    "all.normalised-over-the-batch": (
        "Von deren Reihenfolge hängt sie nicht ab, also wird etwas über den Batch berechnet, etwa"
        " ein Mittel oder ein Maximum. Sieh dir die Dimensionen an, entlang derer das Netz"
        " normalisiert.",
        "each-image-by-itself",
    ),
    "all.images-mixed": (
        "Sie hängt auch von deren Reihenfolge ab, also kommen Pixel mehrerer Bilder in eine Zeile."
        " Sieh nach, wie die Bilder flach gemacht oder umgeformt werden: Die erste Dimension, die"
        " Bilder, bleibt.",
        "each-image-by-itself",
    ),
    "all.output-shape": (
        "Für {images} hat {network} die Form {found} zurückgegeben; erwartet wird ({size},"
        " {NUM_CLASSES}).",
        "output",
    ),
    "all.images": ("{size} Bilder", ""),
    "all.single-image": ("ein einziges Bild", ""),
    "all.batch-axis-dropped": (
        "Etwas lässt die Achse des Batches weg, deren Größe hier 1 ist: Suche nach einem"
        " `squeeze()` oder einem Index. Die erste Achse, die Bilder, bleibt.",
        "output",
    ),
    "all.above-0": (
        "{network} hat einen Wert von {largest:.3f} zurückgegeben; der Logarithmus einer"
        " Wahrscheinlichkeit liegt nie über 0.",
        "output",
    ),
    "all.probabilities": (
        "Das sind Wahrscheinlichkeiten, ohne ihren Logarithmus: Sieh nach, was auf die"
        " Ausgabeschicht folgt.",
        "output",
    ),
    "all.raw-outputs": ("Sieh nach, was auf die Ausgabeschicht folgt.", "output"),
    "all.not-one-in-all": (
        "exp() der {CLASSES} Werte eines Bildes summiert sich zu {total:.4f}; erwartet wird 1.",
        "output",
    ),
    "all.softmax-over-the-batch": (
        "Über den Batch summiert es sich zu 1: Sieh nach, was auf die Ausgabeschicht folgt und"
        " entlang welcher Dimension es rechnet.",
        "output",
    ),
    "all.each-class-by-itself": (
        "Jede Klasse hat anscheinend eine Wahrscheinlichkeit für sich, wie eine Sigmoidfunktion sie"
        " gibt: Die Wahrscheinlichkeiten eines Bildes müssen voneinander abhängen, damit sie"
        " zusammen 1 sind.",
        "output",
    ),
    "all.decimal-logarithm": (
        "Mit 10 statt e ist es 1, also hat der Logarithmus die Basis 10; erwartet wird der"
        " natürliche.",
        "output",
    ),
    "all.all-too-large": (
        "Sie ist bei jedem Bild um gleich viel zu groß: Zu allen Wahrscheinlichkeiten oder ihren"
        " Logarithmen wird etwas addiert. Suche nach einer Zahl, die einen Logarithmus endlich"
        " halten soll.",
        "output",
    ),
    "all.after-the-output-layer": (
        "Sieh nach, was auf die Ausgabeschicht folgt und entlang welcher Dimension es rechnet.",
        "output",
    ),
    "all.never-sure": (
        "Wie groß seine Parameter auch sind, {network} gibt keiner Klasse eine Wahrscheinlichkeit"
        " über {surest:.2f}.",
        "output",
    ),
    "all.softmax-twice": (
        "Mehr ergibt ein softmax nach einem anderen nicht: Der erste lässt nur Werte von 0 bis 1"
        " übrig. Sieh nach, was nach der Ausgabeschicht kommt.",
        "output",
    ),
    "all.output-limited": (
        "Sieh nach, was die Ausgaben begrenzt und ob alle Gewichte Parameter sind.",
        "output",
    ),
    "all.tied": (
        "Mit zufälligen Gewichten haben für {tied:.0%} der Bilder mehrere Klassen genau dieselbe"
        " Wahrscheinlichkeit, die niedrigste. Sieh nach, ob etwas abschneidet, was die"
        " Ausgabeschicht zurückgibt.",
        "non-linearity",
    ),
}

CONCEPTS = {
    "each-image-by-itself": (
        """Ein Batch ist ein Stapel von Bildern, die der Schnelligkeit halber nebeneinander
        beurteilt werden. Die erste Dimension sagt, welches Bild, und keine Operation darf entlang
        von ihr mischen: Was das Netz über ein Bild sagt, muss allein und unter anderen dasselbe
        sein. Flachmachen behält die erste Dimension und fasst die anderen zusammen; ein reshape
        mit den Dimensionen in anderer Reihenfolge mischt still Pixel verschiedener Bilder. Der
        softmax rechnet entlang der {CLASSES} Werte eines Bildes. Ein Mittel oder eine Abweichung
        entlang des Batches macht Bilder voneinander abhängig, auch im Auswertungsmodus, wenn du es
        selbst schreibst. Vergleiche die Ausgabe für ein Bild mit der für einen Batch aus
        zweien.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
    "modes": (
        """Ein Modul ist in einem von zwei Modi, Training oder Auswertung, und Schichten wie
        Dropout und Batch-Normalisierung verhalten sich darin verschieden: Im Training entfernt
        Dropout zufällig Werte, und die Batch-Normalisierung benutzt den vorliegenden Batch; in der
        Auswertung tun beide das nicht. Ein Netz kommt in irgendeinem Modus zu deiner Funktion,
        denn jemand kann es vorher gemessen haben. Eine Funktion, die trainiert, setzt also den
        Modus, den sie braucht, und eine, die misst, den anderen. Zwei Methoden eines Moduls tun
        das. Es sind Methoden: Ohne Klammern geschieht nichts, und es gibt keinen Fehler.
        `model.training` sagt den Modus; gib es dort aus, wo die Batches sind.""",
        "q4: Training",
    ),
    "device": (
        """Ein Netz rechnet dort, wo seine Parameter sind, auf der CPU oder einer GPU, und alles,
        was in einer Operation zusammenkommt, muss am selben Ort sein. Jede Funktion bekommt ihr
        `device`; auf deinem Rechner ist es meistens die CPU, so dass ein Fehler dort nicht
        auffällt, und diese Prüfung gibt ein zweites Gerät vor. Drei Dinge müssen dort sein: das
        Netz, die Bilder jedes Batches und die Labels jedes Batches. Bei einem Modul geschieht der
        Umzug an Ort und Stelle; bei einem Tensor gibt die Methode einen neuen Tensor zurück, und
        der alte bleibt, wo er war. Eine Funktion, die deine aufruft, muss das Gerät auch erfahren,
        sonst nimmt sie ihren Standardwert.""",
        "q4: Training",
    ),
    "defaults": (
        """Die Funktionen dieser Übung rufen einander auf, und ebenso tun es die Prüfungen und
        alle, die deinen Code benutzen: oft ohne die Argumente, die einen Standardwert haben. Der
        Standardwert gehört also zu dem, was eine Funktion verspricht, wie ihr Name und ihr
        Ergebnis. Die Anleitung und der Docstring sagen, wie jeder lautet. Wenn du einen anderen
        Wert ausprobierst, für ein schnelleres Experiment oder weil dein Rechner eine GPU hat, dann
        gib ihn dort an, wo du die Funktion aufrufst, und lass die Definition, wie sie ist.
        Vergleiche die erste Zeile deiner Funktion, die mit `def`, oder das `__init__` der Klasse,
        mit der, die du bekommen hast.""",
        "So arbeitest du",
    ),
    "given-optimizer": (
        """training_epoch bekommt einen Optimizer, der die Parameter des Netzes kennt, dazu die
        Lernrate und das, was er sich von früheren Schritten merkt, etwa ein Momentum. Wer die
        Funktion aufruft, hat ihn gewählt. Die Funktion macht also keinen eigenen Optimizer und
        ändert kein Gewicht selbst: Sie bittet den übergebenen nach jedem Rückwärtsdurchlauf um
        einen Schritt. Ein Optimizer, der in jeder Epoche neu gemacht wird, vergisst, was er
        wusste, und missachtet die Lernrate, die verlangt war. Such jede Zeile, die einen Optimizer
        macht oder in ein Gewicht schreibt, und sieh nach, wessen step aufgerufen wird.""",
        "q4: Training",
    ),
    "graphs": (
        """Ein Tensor, der aus Parametern berechnet wurde, merkt sich, wie, damit backward() den
        Weg zurück findet: Er hält den Graphen seiner ganzen Berechnung fest, mit allen
        Zwischenwerten. Wenn solche Kosten zu einer Summe addiert oder in eine Liste gelegt werden,
        bleiben die Graphen aller Batches bis zum Ende der Epoche im Speicher, und eine lange
        Epoche braucht ihn auf. Was du für später behalten willst, ist nur die Zahl. Ein Tensor mit
        einem Element hat eine Methode, die sie als einfache Python-Zahl gibt, ohne Graphen. Sieh
        dir alles an, was den Rumpf der Schleife überlebt.""",
        "q4: Training",
    ),
}

ROWS = {
    "all.custom-gradient": ("Parameter mit anderem Gradienten", "keine", "{names}"),
    "all.never-sure": ("größte Wahrscheinlichkeit", "über {sure}", "{surest:.2f}"),
    "all.no-gradient": ("Parameter, die bleiben, wie sie sind", "keine", "{names}"),
    "all.tied": ("Bilder mit gleichen Wahrscheinlichkeiten", "unter 20 %", "{tied:.0%}"),
}
