"""q6 in German: the lines of its public checks, and where to look."""

LINES = {
    "q6.other-rows": (
        "Für {size} Bilder hat CNN(channels={channels}) {found} Zeilen zurückgegeben: Mit anderen"
        " Kanälen hat ein Bild eine andere Zahl von Werten. Sieh nach, wo es flach gemacht wird.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.parameters": (
        "CNN() hat {found:,} Parameter; erwartet werden {expected:,}: drei 5×5-Faltungen mit"
        " {channels} Kanälen, {num_hidden} verborgene Einheiten auf {LAST_SIZE} Pixeln mit {last}"
        " Kanälen sowie {NUM_CLASSES} Ausgänge, alle mit Biases. Sieh dir Größen und Biases der"
        " Schichten an.",
        "convolutions",
    ),
    "q6.shared-weights": (
        "Nur {convolutions} Faltungen haben eigene Gewichte: Sieh nach, ob eine davon zweimal"
        " benutzt wird.",
        "convolutions",
    ),
    "q6.layers": (
        "CNN hat {convolutions} Faltungen unter {layers} Schichten mit Gewichten; erwartet werden"
        " drei Faltungen, dann eine verborgene Schicht und die Ausgabeschicht.",
        "convolutions",
    ),
    "q6.no-hidden-layer": (
        "Zwischen den Faltungen und den Ausgängen gibt es keine verborgene Schicht.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.number-of-layers": ("Sieh nach, was auf die Faltungen folgt.", "hidden-layer-of-the-cnn"),
    "q6.number-of-convolutions": (
        "Sieh nach, wie viele Faltungen es gibt und ob jede eigene Gewichte hat und vor den dichten"
        " Schichten kommt.",
        "convolutions",
    ),
    "q6.kernel": (
        "{name} hat Gewichte der Form {found}; erwartet wird {expected}: {after} Kanäle aus"
        " {before}, 5×5 Pixel.",
        "convolutions",
    ),
    "q6.window": ("Ihr Fenster umfasst {window} Pixel.", "convolutions"),
    "q6.size": (
        "{name} gibt für ein Bild {found:,} Werte zurück; erwartet werden {size} Pixel mit"
        " {after} Kanälen. Faltungen erhalten die Größe, und jedes Pooling halbiert sie.",
        "pooling",
    ),
    "q6.no-pooling": ("Nach Faltung {number} gibt es kein Pooling.", "pooling"),
    "q6.no-rectification": ("Nach Faltung {number} gibt es kein ReLU.", "pooling"),
    "q6.hidden-layer": (
        "Die verborgene Schicht hat Gewichte der Form {found}; erwartet werden {inputs} Eingänge"
        " ({LAST_SIZE} Pixel mit {before} Kanälen) und {num_hidden} Einheiten.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.last-pooling": (
        "Sieh dir das letzte Pooling an: Aus {ROWS_BEFORE} Pixeln werden {ROWS_AFTER}, denn auch"
        " ein halbes Quadrat am Rand zählt.",
        "pooling",
    ),
    "q6.channels-summed-up": (
        "Aus jedem Kanal ist eine einzige Zahl geworden: Sieh nach, was zwischen dem letzten"
        " Pooling und der verborgenen Schicht geschieht. Erwartet werden alle seine Pixel.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.flattened": (
        "Sieh nach, was zwischen dem letzten Pooling und der verborgenen Schicht geschieht.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.num-hidden-ignored": ("Sieh nach, wie num_hidden benutzt wird.", "hidden-layer-of-the-cnn"),
    "q6.hidden-layer-linear": (
        "Nach der verborgenen Schicht gibt es keine Nichtlinearität.",
        "non-linearity",
    ),
    "q6.outputs": (
        "Die Ausgabeschicht hat {found} Ausgänge; erwartet werden {NUM_CLASSES}.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.pooling-window": (
        "Ein Pooling nimmt das Maximum über {window} Pixel; erwartet werden 2×2, die sich nicht"
        " überlappen. Sieh dir seine Kernelgröße an.",
        "pooling",
    ),
    "q6.average-pooling": (
        "Das Pooling nimmt den Durchschnitt; erwartet wird das Maximum jedes Quadrats aus Pixeln.",
        "pooling",
    ),
}

CONCEPTS = {
    "convolutions": (
        """Eine Faltung schiebt ein kleines Fenster über das Bild und berechnet an jeder Stelle
        dieselbe gewichtete Summe. Ihre Gewichte haben die Form (Kanäle heraus, Kanäle hinein,
        Zeilen, Spalten), und es gibt einen Bias für jeden Kanal, der herauskommt. Die Anzahl der
        Kanäle eines Bildes ist {CHANNELS}, und so viele nimmt die erste Faltung; jede weitere
        nimmt so viele, wie die davor gibt. Hier sind die Fenster 5×5 Pixel groß, und es gibt drei
        Faltungen, jede mit eigenen Gewichten: Eine Schicht, die zweimal benutzt wird, ist eine
        Schicht. Die Anzahlen der Kanäle sind die drei Werte von `channels`, ändern sich also
        damit. Zähle die Parameter jeder Schicht von Hand: 5 × 5 × Kanäle hinein × Kanäle heraus,
        dazu die Biases.""",
        "q6: Ein Netz, das Nachbarn kennt",
    ),
    "pooling": (
        """Auf jede der drei Faltungen folgen Pooling und ReLU. Das Padding 'same' legt so viele
        Nullen um das Bild, dass eine Faltung so viele Pixel zurückgibt, wie sie bekommen hat: bei
        einem Fenster von 5 zwei auf jeder Seite. Die Faltung erhält also die Größe, und das
        Pooling halbiert sie: Es nimmt den größten Wert jedes Quadrats aus 2×2 Pixeln, einmal für
        jedes Quadrat. Aus {ROWS} Zeilen werden {POOLED}: Was sich nicht glatt halbieren lässt,
        hinterlässt eine letzte Zeile oder Spalte, die ein halbes Quadrat ist und mitzählt;
        Pooling-Schichten runden ab, wenn man ihnen nichts anderes sagt. Gib nach jedem Schritt
        deines Vorwärtsdurchlaufs die Form aus und vergleiche.""",
        "q6: Ein Netz, das Nachbarn kennt",
    ),
    "hidden-layer-of-the-cnn": (
        """Nach dem letzten Pooling ist ein Bild {LAST_SIZE} Pixel groß und hat so viele Kanäle,
        wie die letzte Faltung gibt. Diese Werte werden in eine Reihe gestellt, für jedes Bild für
        sich, und zwei dichte Schichten folgen, wie im MLP: eine zu `num_hidden` Einheiten, mit
        einer Nichtlinearität dahinter, und eine zu den {CLASSES} Klassen. Wie viele Werte
        hineinkommen, hängt von der letzten Zahl in `channels` ab, und wie viele Einheiten es gibt,
        von `num_hidden`; Zahlen, die fest im Code stehen, passen nur zu den Standardwerten.
        Flachgemacht wird ab der zweiten Dimension, denn die erste sagt, welches Bild. Gib die Form
        dessen aus, was in die verborgene Schicht kommt, auch für `channels` mit anderen
        Zahlen.""",
        "q6: Ein Netz, das Nachbarn kennt",
    ),
}

ROWS = {
    "q6.average-pooling": ("Pooling", "Maximum", "Mittelwert"),
    "q6.hidden-layer-linear": ("nach der verdeckten Schicht", "Aktivierung", "keine"),
    "q6.outputs": ("Ausgaben der letzten Schicht", "{NUM_CLASSES}", "{found}"),
    "q6.pooling-window": ("Fenster des Poolings", "2×2", "{window}"),
}
