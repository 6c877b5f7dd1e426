"""q2 in German: the lines of its public checks, and where to look."""

LINES = {
    "q2.parameters": (
        "MLP(num_hidden={num_hidden}) hat {found:,} Parameter; {NUM_PIXELS} Pixel, {num_hidden}"
        " verborgene Einheiten und {NUM_CLASSES} Ausgänge machen mit ihren Biases {expected:,}.",
        "dense-layers",
    ),
    "q2.num-hidden-ignored": (
        "Das sind so viele, wie MLP() hat: num_hidden bewirkt nichts.",
        "dense-layers",
    ),
    "q2.no-hidden-layer": (
        "Zwischen den Pixeln und den Ausgängen gibt es keine verborgene Schicht.",
        "dense-layers",
    ),
    "q2.more-layers": (
        "Es hat {layers} Schichten mit Gewichten; erwartet werden zwei: eine verborgene Schicht,"
        " dann die Ausgabeschicht.",
        "dense-layers",
    ),
    "q2.sizes-and-biases": (
        "Prüfe Größen und Biases der Schichten und ob jede Schicht im Modul registriert ist.",
        "dense-layers",
    ),
    "q2.layers": (
        "MLP(num_hidden={num_hidden}) hat Schichten mit {found} Ausgängen; erwartet wird"
        " {expected}: eine verborgene Schicht, dann die Ausgabeschicht.",
        "dense-layers",
    ),
    "q2.weights-of-a-layer": (
        "Die Schicht mit {outputs} Ausgängen hat {found:,} Gewichte; erwartet werden"
        " {expected:,}, eines für jeden der {inputs} Werte und jeden Ausgang.",
        "dense-layers",
    ),
    "q2.affine": (
        "Ohne eine Nichtlinearität dazwischen können zwei Schichten nicht mehr als eine: Die"
        " Ausgabe von MLP ist eine affine Funktion des Bildes. Sieh nach, was zwischen den"
        " Schichten steht.",
        "non-linearity",
    ),
    "q2.same-for-all-images": (
        "Nach einer Epoche Training ist die Ausgabe von MLP für jedes Bild dieselbe.",
        "first-weights",
    ),
    "q2.output-or-start": (
        "Sieh nach, wie die Gewichte beginnen und ob die Ausgabe vom Bild abhängt.",
        "first-weights",
    ),
    "q2.weights-start-alike": (
        "Die Gewichte `{name}` beginnen alle bei {value:g}: Einheiten, die gleich beginnen, bleiben"
        " gleich, und aus Nullen wird nichts gelernt. Sieh nach, wie die Gewichte beginnen.",
        "first-weights",
    ),
    "q2.untrained-cost": (
        "Vor dem Training sind die Kosten {found:.2f}; Raten kostet {expected:.2f}. Sieh nach,"
        " wie die Gewichte beginnen, und sieh dir die Ausgabeschicht an.",
        "first-weights",
    ),
}

CONCEPTS = {
    "dense-layers": (
        """Eine dichte Schicht verbindet jeden ihrer Eingänge durch ein Gewicht mit jedem ihrer
        Ausgänge und addiert zu jedem Ausgang einen Bias. Eine Schicht mit {NUM_PIXELS} Eingängen
        und {UNITS} Ausgängen hat also {NUM_PIXELS} × {UNITS} Gewichte und {UNITS} Biases. Das
        Netz hat zwei: eine von den Pixeln zu `num_hidden` verborgenen Einheiten und eine von dort
        zu den {CLASSES} Klassen. Zähle nach dieser Regel, was dein Netz hat, und vergleiche mit der
        Zahl oben. Die Größen folgen aus `num_hidden`, ändern sich also damit; eine Zahl, die fest
        im Code steht, tut das nicht. Ein Attribut des Moduls, das eine Schicht ist, wird von selbst
        registriert; was in einer einfachen Liste oder einem Dict liegt, nicht.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
    "non-linearity": (
        """Eine dichte Schicht berechnet eine gewichtete Summe. Eine gewichtete Summe gewichteter
        Summen ist wieder eine gewichtete Summe: Ohne etwas dazwischen sind zwei Schichten nicht
        mehr wert als eine, und die verborgenen Einheiten sind umsonst. Den Unterschied macht eine
        Funktion mit einem Knick, die auf jede verborgene Einheit für sich angewandt wird, etwa
        ReLU, das 0 an die Stelle negativer Werte setzt. Sie steht zwischen den beiden Schichten:
        Vor der ersten, auf Pixeln, die nie negativ sind, ändert ReLU nichts, und hinter der
        letzten schneidet es ab, was der softmax braucht. Folge einem Bild durch deinen
        Vorwärtsdurchlauf und notiere Schritt für Schritt, was mit ihm geschieht.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
    "first-weights": (
        """Vor dem Training sollte ein Netz nichts wissen: Es gibt jeder Klasse etwa dieselbe
        Wahrscheinlichkeit, und seine Kosten liegen nahe bei denen des Ratens unter {CLASSES}:
        {CHANCE:.2f}. Die Schichten von PyTorch beginnen mit kleinen zufälligen Gewichten, so
        gewählt, dass Werte von Schicht zu Schicht gleich groß bleiben. Zu große Gewichte machen
        das Netz sofort falscher Antworten sicher, und das Training muss das erst rückgängig
        machen. Gewichte, die alle 0 oder alle gleich sind, sind ebenso schlecht: Alle verborgenen
        Einheiten berechnen dasselbe, bekommen denselben Gradienten und bleiben für immer gleich.
        Wenn du Gewichte selbst setzt, sieh nach, wie groß sie sind und ob sie sich
        unterscheiden.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
}
