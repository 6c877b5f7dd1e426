"""q4 in German: the lines of its public checks, and where to look."""

LINES = {
    "q4.idle": (
        "Nach einer Epoche hat sich kein Gewicht geändert. Jeder Batch braucht Rückwärtsdurchlauf,"
        " dann Schritt; dazwischen bleibt sein Gradient. Ein Name ohne Klammern ruft nichts auf.",
        "one-batch",
    ),
    "q4.uphill": (
        "Eine Epoche hat die Kosten von {before:.4f} auf {after:.4f} gebracht; sie sollten sinken."
        " Sieh dir das Vorzeichen des Gradienten an, und ob Gradienten gelöscht werden.",
        "one-batch",
    ),
    "q4.not-downhill": (
        "Die Kosten sind gesunken, aber nur {share:.0%} ihres Gradienten haben sich die Gewichte"
        " entgegen bewegt; der Gradientenabstieg bewegt sie fast überall gegen ihn. Sieh nach, ob"
        " jeder Batch einen Rückwärtsdurchlauf und dann einen Schritt des Optimizers bekommt.",
        "one-batch",
    ),
    "q4.epoch-cost": (
        "Mit einer Lernrate, die wenig ändert, sind die mittleren Kosten je Beispiel dieser 50"
        " Beispiele {expected:.4f}; deine sind {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.other-optimizer": (
        "Die Gewichte haben sich weit bewegt, obwohl die Lernrate des übergebenen Optimizers"
        " winzig ist: sieh nach, welcher Optimizer die Schritte macht. Erwartet wird der"
        " übergebene, und kein anderer.",
        "given-optimizer",
    ),
    "q4.sum-of-batches": (
        "Es ist die Summe der Kosten der Batches; erwartet wird das Mittel.",
        "mean-of-an-epoch",
    ),
    "q4.sum-of-samples": (
        "Es ist die Summe über alle Beispiele; erwartet wird das Mittel.",
        "mean-of-an-epoch",
    ),
    "q4.last-cost": ("Es sind nur die Kosten des letzten Batches.", "mean-of-an-epoch"),
    "q4.mean-of-batches": (
        "Es mittelt die Batches, wie groß sie auch sind, und der letzte ist kürzer.",
        "mean-of-an-epoch",
    ),
    "q4.divided-twice": (
        "Die Kosten der Batches sind schon Mittel; geteilt wird durch alle Beispiele.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-batches": (
        "Es ist die Summe über alle Bilder, geteilt durch die Zahl der Batches: sieh dir das an.",
        "mean-of-an-epoch",
    ),
    "q4.how-averaged": (
        "Sieh nach, wie Batches gemittelt werden; der letzte ist kürzer.",
        "mean-of-an-epoch",
    ),
    "q4.cost-of-no-training": (
        "Die Kosten stimmen, gehören aber zu keinem Training: mit einer Lernrate von {rate:g}"
        " haben sich die Gewichte nur {share:.0%} ihres Gradienten entgegen bewegt; erwartet wird"
        " fast alles. Sieh nach, ob jeder Batch einen Rückwärtsdurchlauf und dann einen Schritt"
        " des Optimizers bekommt.",
        "one-batch",
    ),
    "q4.wrong-weights": (
        "Nach mehreren Batches sind die Gewichte nicht, wo der Gradientenabstieg sie hinbringt.",
        "one-batch",
    ),
    "q4.gradients-leak": (
        "Sie sind dort, wohin sie kommen, wenn Gradienten von einem Batch in den nächsten"
        " geraten: sieh nach, wo Gradienten gelöscht werden.",
        "clearing",
    ),
    "q4.one-step-at-the-end": (
        "Sie sind, wo ein Schritt am Ende sie hinbringt; jeder Batch bekommt seinen eigenen.",
        "one-batch",
    ),
    "q4.first-batch-only": (
        "Nur der erste Batch wurde benutzt, nicht jeder: sieh nach, wo die Schleife endet.",
        "loop-over-batches",
    ),
    "q4.first-batch-always": (
        "Immer wieder wurde der erste Batch benutzt, statt jeder des Loaders einmal.",
        "loop-over-batches",
    ),
    "q4.last-batch-skipped": (
        "Der letzte, kürzere Batch wurde nicht benutzt; jeder Batch des Loaders muss es werden.",
        "loop-over-batches",
    ),
    "q4.two-steps": (
        "Sie sind dort, wohin zwei Schritte je Batch sie bringen; erwartet werden genau ein"
        " Rückwärtsdurchlauf und ein Schritt.",
        "one-batch",
    ),
    "q4.batches-twice": (
        "Sie sind, wo sie hinkommen, wenn jeder Batch zweimal statt einmal benutzt wird.",
        "loop-over-batches",
    ),
    "q4.steps": (
        "Sieh dir die Reihenfolge von Rückwärtsdurchlauf und Schritt an, wo Gradienten gelöscht"
        " werden, und ob jeder Batch einmal kommt und seinen eigenen Schritt bekommt.",
        "one-batch",
    ),
    "q4.first-layer-still": (
        "Die erste Schicht hat sich nicht bewegt, also verrät nichts den Modus des Netzes.",
        "one-batch",
    ),
    "q4.not-in-training-mode": (
        "Das Netz war während der Epoche nicht im Trainingsmodus: die Gewichte von Pixeln, die es"
        " im Training weglässt, haben sich bewegt. Sieh dir die Modi eines Moduls an.",
        "modes",
    ),
    "q4.not-the-given-optimizer": (
        "Mit einem Optimizer, dessen Lernrate zu klein ist, um etwas zu ändern, haben sich die"
        " Gewichte trotzdem geändert. Erwartet wird der übergebene, und kein anderer.",
        "given-optimizer",
    ),
    "q4.given-optimizer-idle": (
        "Mit einem Optimizer, dessen Lernrate 0.01 ist, haben sich die Gewichte {share:.0%} des"
        " Gradienten der Kosten entgegen bewegt; erwartet wird fast alles: der übergebene"
        " Optimizer hat keinen Schritt gemacht.",
        "given-optimizer",
    ),
    "q4.graphs-kept": (
        "Bei einem von 10 Schritten waren die Graphen von {most} früheren Batches noch im"
        " Speicher. Kosten, die ein Tensor sind, behalten ihren Graphen: sieh nach, was summiert"
        " oder für später aufgehoben wird.",
        "graphs",
    ),
    "q4.lists-kept": ("Ein zweiter Aufruf macht mit den Listen des ersten weiter.", "epochs"),
    "q4.stopped-early": (
        "Es hörte auf, wo die Validierungskosten stiegen: `epochs` sagt, wie viele Durchgänge es"
        " gibt, und jeder hat Kosten in beiden Listen.",
        "epochs",
    ),
    "q4.one-epoch-too-few": (
        "Eine Epoche zu wenig: sieh nach, wo die Schleife über sie beginnt und endet.",
        "epochs",
    ),
    "q4.one-epoch-too-many": (
        "Eine Epoche zu viel: sieh nach, wo die Schleife über sie beginnt und endet.",
        "epochs",
    ),
    "q4.one-list-for-both": ("Doppelt so viele: stehen beide Namen für dieselbe Liste?", "epochs"),
    "q4.number-of-costs": (
        "train(epochs=8) gab {training} Trainings- und {validation} Validierungskosten statt je 8.",
        "epochs",
    ),
    "q4.cost-does-not-fall": (
        "Die Trainingskosten sind in 8 Epochen von {first:.4f} auf {last:.4f} gegangen; sie"
        " sollten um mehr als ein Zwanzigstel sinken.",
        "epochs",
    ),
    "q4.idle-parts": (
        "Ein Teil des Netzes hat sich gar nicht geändert: {idle} seiner {count} Tensoren von"
        " Gewichten oder Biases. Was bekommt der Optimizer, und an welchem Netz arbeitet train?",
        "optimizer",
    ),
    "q4.decayed": (
        "Die Gewichte selbst sind geschrumpft, weit mehr, als die Daten verlangen: such einen"
        " Decay unter den Argumenten des Optimizers, und sieh dir seine Lernrate an.",
        "optimizer",
    ),
    "q4.small-steps": (
        "Die Schritte waren viel zu klein: im Mittel hat sich ein Gewicht um {moved:.2g} bewegt,"
        " und AdamW bewegt es bei jedem Schritt um etwa die Lernrate, {rate:g}. Sieh nach, welcher"
        " Optimizer die Schritte macht, und welche Lernrate er bekommt.",
        "optimizer",
    ),
    "q4.starts-again": (
        "Sieh nach, ob jede Epoche bei den Gewichten der vorigen weitermacht.",
        "epochs",
    ),
    "q4.validation-cost": (
        "Die letzten Validierungskosten sind {found:.4f}, aber auf den Validierungsdaten kostet"
        " das trainierte Netz {expected:.4f}.",
        "validation",
    ),
    "q4.accuracy-listed": ("Es ist die Genauigkeit.", "validation"),
    "q4.lists-swapped": ("Die Listen sind vertauscht.", "validation"),
    "q4.trained-a-copy": (
        "Das Netz, das train bekommen hat, ist noch, wie es war. Welches wird trainiert?",
        "epochs",
    ),
    "q4.validated-on-training-data": ("Es sind die Kosten auf den Trainingsdaten.", "validation"),
    "q4.trained-on-validation-data": (
        "Das Netz wurde auch auf den Validierungsdaten trainiert, oder auf nichts anderem. Sie"
        " sind dazu da, es an dem zu messen, woraus es nicht gelernt hat.",
        "validation",
    ),
    "q4.validated-early": (
        "Es sind die Kosten von vor der letzten Epoche: sieh nach, wann das Netz gemessen wird,"
        " und auf welchen Daten.",
        "validation",
    ),
    "q4.validation": (
        "Sieh nach, wann das Netz gemessen wird, und auf welchen Daten.",
        "validation",
    ),
    "q4.network-unchanged": (
        "Aus den Gewichten des Netzes berechnet, sind seine Kosten auf den Trainingsdaten in 8"
        " Epochen von {before:.4f} auf {after:.4f} gegangen; sie sollten um mehr als ein"
        " Zwanzigstel sinken. Sieh nach, ob train das Netz ändert, das es bekommt.",
        "epochs",
    ),
    "q4.first-training-cost": (
        "In einer Epoche aus einem Batch sind die Trainingskosten die der ersten Gewichte,"
        " {expected:.4f}, jeder Batch vor seinem eigenen Schritt gemessen; train gab {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.measured-later": (
        "Nach der Epoche, nicht währenddessen, kostet das Netz {later:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.batch-size-ignored": (
        "Mit batch_size=160 und 160 Beispielen hat der Optimizer {steps} Schritte gemacht;"
        " erwartet wird 1. Sieh nach, wie batch_size benutzt wird.",
        "options",
    ),
    "q4.train-not-downhill": (
        "Nach einer Epoche aus einem Batch haben sich die Gewichte {share:.0%} des Gradienten der"
        " Kosten auf den Trainingsdaten entgegen bewegt; erwartet wird fast alles. Sieh nach,"
        " woraus train lernt, und was der Optimizer bekommt.",
        "optimizer",
    ),
    "q4.learns-from": (
        "8 Epochen haben die Kosten auf den Trainingsdaten um {learnt:.2f} gesenkt, und um"
        " {misled:.2f} die auf denselben Bildern mit anderen Labels, den Validierungsdaten.",
        "validation",
    ),
    "q4.no-validation-cost": ("train hat keine Validierungskosten zurückgegeben.", "validation"),
    "q4.validated-in-training-mode": (
        "Beim Validieren war das Netz im Trainingsmodus. Sieh dir die Modi eines Moduls an.",
        "modes",
    ),
    "q4.no-optimizer": ("Kein Optimizer von PyTorch hat einen Schritt gemacht.", "optimizer"),
    "q4.several-optimizers": (
        "{several} Optimizer haben die Schritte von 4 Epochen gemacht, und {usual} die einer"
        " einzigen Epoche. Ein Optimizer merkt sich frühere Schritte: sieh nach, wo er gemacht"
        " wird, einmal für den ganzen Lauf.",
        "optimizer",
    ),
    "q4.steps-in-all": (
        "Mit epochs=4 und batch_size=40 hat der Optimizer {steps} Schritte über 160"
        " Trainingsbeispiele gemacht, wie mit Batches zu {size:.0f}; erwartet werden je 40: 16.",
        "options",
    ),
    "q4.not-shuffled": (
        "Zwei Trainings gingen in derselben Reihenfolge durch die Daten; mische sie.",
        "options",
    ),
    "q4.rate-ignored": (
        "Mit learning_rate={rate:.10f} änderten sich Gewichte. Was bekommt der Optimizer?",
        "options",
    ),
    "q4.device": (
        "{trouble}. Das Netz und jeder Batch, Bilder und Labels, gehören auf `device`, und ebenso"
        " das, worum andere Funktionen gebeten werden. Ein Netz zieht selbst um; bei einem Tensor"
        " macht der Umzug einen neuen.",
        "device",
    ),
}

CONCEPTS = {
    "one-batch": (
        """Für jeden Batch geschehen vier Dinge, und ihre Reihenfolge ist wichtig. Das Netz sagt den
        Batch vorher (Vorwärtsdurchlauf), die Kosten vergleichen die Vorhersage mit den Labels, der
        Rückwärtsdurchlauf legt in jedem Parameter den Gradienten dieser Kosten ab, und der
        Optimizer bewegt jeden Parameter ein wenig gegen seinen Gradienten. Gradienten eines
        früheren Batches müssen vor dem Rückwärtsdurchlauf weg sein, und die dieses Batches müssen
        noch da sein, wenn der Optimizer seinen Schritt macht. Jeder Batch hat genau einen
        Rückwärtsdurchlauf und einen Schritt. Ein Aufruf ohne Klammern tut nichts und ist kein
        Fehler: prüf, dass jede dieser Zeilen wirklich etwas aufruft. Geh dann die Schleife mit zwei
        Batches auf Papier durch.""",
        "q4: Training",
    ),
    "clearing": (
        """PyTorch addiert die Gradienten jedes Rückwärtsdurchlaufs zu denen, die schon da sind. Für
        manche Verfahren ist das nützlich, aber hier soll jeder Batch die Gewichte nur nach seinem
        eigenen Gradienten bewegen. Wenn nichts die Gradienten löscht, geht der zweite Batch die
        Summe der ersten zwei entlang, der dritte die von dreien, und so weiter: die Schritte werden
        größer und zeigen in alte Richtungen. Der erste Batch stimmt, deshalb übersieht man den
        Fehler leicht. Sieh nach, wo Gradienten gelöscht werden: einmal für jeden Batch, und an
        einer Stelle, an der der Gradient, der gleich gebraucht wird, nicht verloren geht. Prüf
        auch, dass die Zeile ihre Funktion aufruft.""",
        "q4: Training",
    ),
    "loop-over-batches": (
        """Eine Epoche ist ein Durchgang durch die Daten: der Loader gibt jeden Batch einmal, auch
        einen kurzen am Ende, und der Rumpf der Schleife tut seine Arbeit für jeden. Was so weit
        eingerückt ist wie der Rumpf, geschieht für jeden Batch; was eine Stufe weiter links steht,
        geschieht nach dem letzten. Eine Funktion endet beim ersten `return`, auf das sie trifft.
        Ein neuer Iterator über den Loader beginnt wieder bei seinem ersten Batch. Gib im Rumpf der
        Schleife die Größe jedes Batches aus, starte die Prüfung mit -s, und vergleiche, wie viele
        Zeilen erscheinen und wie viele Batches es gibt.""",
        "q4: Training",
    ),
    "mean-of-an-epoch": (
        """Die Kosten einer Epoche sind das Mittel über ihre Beispiele, jeder Batch kurz vor seinem
        eigenen Schritt gemessen. cost_function gibt das Mittel eines Batches. Batches können
        verschieden groß sein, denn der letzte ist oft kürzer: deshalb kann man Mittel von Batches
        nicht einfach mitteln; ein Batch aus 10 muss halb so viel zählen wie einer aus 20. Überleg,
        was du für jeden Batch addierst, damit die Summe über Beispiele geht, und wodurch du am Ende
        teilst. Auch die Reihenfolge zählt: Kosten, die nach dem Schritt oder nach der Epoche
        gemessen werden, gehören zu anderen Gewichten, die diese Beispiele schon kennen.""",
        "q4: Training",
    ),
    "epochs": (
        """train ruft training_epoch mehrmals mit demselben Netz auf, das da weitermacht, wo die
        letzte Epoche es gelassen hat, und misst es nach jeder auf den Validierungsdaten. Es gibt
        also so viele Trainingskosten wie Epochen, und ebenso viele Validierungskosten. Geändert
        wird das Netz, das als Argument hereinkam: weder eine Kopie noch ein neues, denn wer train
        aufgerufen hat, sieht es sich danach an. Sieh nach, was in der Schleife über die Epochen
        steht und was davor: Netz, Optimizer und Listen gibt es einmal für den ganzen Lauf. Zähle
        die Durchgänge der Schleife für epochs=2 von Hand.""",
        "q4: Training",
    ),
    "optimizer": (
        """train macht einen AdamW für den ganzen Lauf. Er braucht zweierlei: was er ändern soll,
        alle Parameter des Netzes, und die Lernrate, die train bekommen hat. Ein Modul hat eine
        Methode, die alle seine Parameter gibt; das Modul selbst ist keine Liste davon. AdamW passt
        die Größe jedes Schritts an, so dass sich ein Gewicht bei jedem Schritt etwa um die Lernrate
        bewegt, wie klein sein Gradient auch ist; einfacher Gradientenabstieg mit derselben Rate
        bewegt viel weniger. Er merkt sich auch frühere Gradienten, und das geht verloren, wenn er
        in jeder Epoche neu gemacht wird. Andere Argumente, etwa ein Weight Decay, behalten ihre
        Standardwerte.""",
        "q4: Training",
    ),
    "validation": (
        """Trainings- und Validierungsdaten haben verschiedene Aufgaben. Aus den Trainingsdaten
        lernt das Netz: sie gehen durch training_epoch. Aus den Validierungsdaten lernt es nie: sie
        werden nur gemessen, nach jeder Epoche, im Auswertungsmodus, und ihre Kosten sagen, wie gut
        das Netz auf Bildern ist, die es nicht gesehen hat. Würden auch sie zum Lernen benutzt,
        könnten sie das nicht mehr sagen. Sieh nach, welches der beiden Argumente in den Loader fürs
        Training geht und welches in die Messung; welche Zahl der Messung aufgehoben wird, denn es
        gibt Kosten und eine Genauigkeit; und in welcher Reihenfolge die beiden Listen zurückgegeben
        werden.""",
        "q4: Training",
    ),
    "options": (
        """Wer train aufruft, wählt die Zahl der Epochen, die Größe der Batches und die Lernrate.
        Ein Wert, der an Stelle eines Arguments fest im Code steht, geht gut, solange der Aufrufer
        zufällig denselben will, und ist sonst still falsch. Verfolge jedes Argument durch deine
        Funktion: die Epochen zur Schleife, die Batchgröße zum Loader, die Lernrate zum Optimizer.
        Die Trainingsdaten kommen in jeder Epoche in neuer Reihenfolge, was make_loader tut, wenn
        man es darum bittet; immer dieselbe Reihenfolge lässt das Netz dieser Reihenfolge
        folgen.""",
        "q4: Training",
    ),
}
