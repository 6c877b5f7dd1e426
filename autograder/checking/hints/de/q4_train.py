"""q4 in German: the lines of the public checks of train, and where to look."""

LINES = {
    "q4.lists-kept": ("Ein zweiter Aufruf macht mit den Listen des ersten weiter.", "epochs"),
    "q4.stopped-early": (
        "Es hörte auf, wo die Validierungskosten stiegen: `epochs` sagt, wie viele Durchgänge es"
        " gibt, und jeder hat Kosten in beiden Listen.",
        "epochs",
    ),
    "q4.only-one-epoch": (
        "Das sind die Kosten einer Epoche: Sieh nach, wo die Listen angelegt werden, und wo die"
        " Schleife über die Epochen endet.",
        "epochs",
    ),
    "q4.one-epoch-too-few": (
        "Eine Epoche zu wenig: Sieh nach, wo die Schleife über sie beginnt und endet.",
        "epochs",
    ),
    "q4.one-epoch-too-many": (
        "Eine Epoche zu viel: Sieh nach, wo die Schleife über sie beginnt und endet.",
        "epochs",
    ),
    "q4.one-list-for-both": ("Doppelt so viele: Stehen beide Namen für dieselbe Liste?", "epochs"),
    "q4.number-of-costs": (
        "train(epochs=8) gab {training} Trainings- und {validation} Validierungskosten statt je 8.",
        "epochs",
    ),
    "q4.cost-does-not-fall": (
        "Die Trainingskosten sind in 8 Epochen von {first:.4f} auf {last:.4f} gegangen; sie"
        " sollten um mehr als ein Zwanzigstel sinken.",
        "epochs",
    ),
    "q4.cost-rises": (
        "Das Netz selbst hat gelernt: Auf diesen Daten kostet es jetzt {after:.4f}. Sieh nach,"
        " welche Zahl für eine Epoche steht, und ob ihre Summe jedes Mal bei 0 beginnt.",
        "epochs",
    ),
    "q4.idle-parts": (
        "Ein Teil des Netzes hat sich gar nicht geändert: {idle} seiner {count} Tensoren von"
        " Gewichten oder Biases. Was bekommt der Optimizer, und an welchem Netz arbeitet train?",
        "optimizer",
    ),
    "q4.decayed": (
        "Die Gewichte selbst sind geschrumpft, weit mehr, als die Daten verlangen: Such einen Decay"
        " unter den Argumenten des Optimizers und sieh dir seine Lernrate an.",
        "optimizer",
    ),
    "q4.small-steps": (
        "Die Schritte waren viel zu klein: Im Mittel hat sich ein Gewicht um {moved:.2g} bewegt,"
        " und AdamW bewegt es bei jedem Schritt um etwa die Lernrate, {rate:g}. Sieh nach, welcher"
        " Optimizer die Schritte macht und welche Lernrate er bekommt.",
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
        "Das Netz wurde auch auf den Validierungsdaten trainiert oder auf nichts anderem. Sie sind"
        " dazu da, es an dem zu messen, woraus es nicht gelernt hat.",
        "validation",
    ),
    "q4.validated-early": (
        "Es sind die Kosten von vor der letzten Epoche: Sieh nach, wann das Netz gemessen wird und"
        " auf welchen Daten.",
        "validation",
    ),
    "q4.validation": (
        "Sieh nach, wann das Netz gemessen wird und auf welchen Daten.",
        "validation",
    ),
    "q4.validated-once": (
        "Alle 8 Validierungskosten sind {found:.4f}, obwohl sich das Netz von Epoche zu Epoche"
        " ändert: Sieh nach, wann es gemessen wird. Erwartet wird nach jeder Epoche, nicht erst"
        " nach der letzten.",
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
    "q4.started-anew": (
        "Nach einem kleinen Schritt sind die Gewichte weit von denen, mit denen das Netz kam: train"
        " beginnt mit neuen Gewichten. Erwartet wird, dass es mit den alten weitermacht.",
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
    "q4.second-epoch": (
        "Mit einem Batch je Epoche waren die Trainingskosten {first:.4f} und {second:.4f}; nach"
        " der ersten Epoche kostet das Netz {expected:.4f}. Jede Epoche macht bei den Gewichten"
        " der vorigen weiter, und ihre Kosten werden vor ihren Schritten gemessen.",
        "epochs",
    ),
    "q4.sums-kept": (
        "Sie enthalten auch die Kosten der ersten Epoche: Sieh nach, wo die Summen bei 0 beginnen.",
        "mean-of-an-epoch",
    ),
    "q4.train-not-downhill": (
        "Nach einer Epoche aus einem Batch haben sich die Gewichte {share:.0%} des Gradienten der"
        " Kosten auf den Trainingsdaten entgegen bewegt; erwartet wird fast alles. Sieh nach,"
        " woraus train lernt und was der Optimizer bekommt.",
        "optimizer",
    ),
    "q4.learns-from": (
        "8 Epochen haben die Kosten auf den Trainingsdaten um {learnt:.2f} gesenkt und um"
        " {misled:.2f} die auf denselben Bildern mit anderen Labels, den Validierungsdaten.",
        "validation",
    ),
    "q4.no-validation-cost": ("train hat keine Validierungskosten zurückgegeben.", "validation"),
    "q4.validated-in-training-mode": (
        "Beim Validieren war das Netz im Trainingsmodus. Sieh dir die Modi eines Moduls an.",
        "modes",
    ),
    "q4.no-optimizer": (
        "Kein Optimizer hat einen Schritt an dem Netz gemacht, das train bekommen hat.",
        "optimizer",
    ),
    "q4.several-optimizers": (
        "{several} Optimizer haben die Schritte von 4 Epochen gemacht und {usual} die einer"
        " einzigen Epoche. Ein Optimizer merkt sich frühere Schritte: Sieh nach, wo er gemacht"
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
    "q4.same-order-each-epoch": (
        "Beide Epochen eines Trainings hatten dieselben Batches: Erwartet wird in jeder Epoche eine"
        " neue Reihenfolge. Sieh nach, was in jeder Epoche geschieht und die Reihenfolge festlegt,"
        " etwa ein Seed, und ob die Batches neu gezogen werden.",
        "options",
    ),
    "q4.rate-ignored": (
        "Mit learning_rate={rate:.10f} änderten sich Gewichte. Was bekommt der Optimizer?",
        "options",
    ),
}

CONCEPTS = {
    "epochs": (
        """train ruft training_epoch mehrmals mit demselben Netz auf, das da weitermacht, wo die
        letzte Epoche es gelassen hat, und misst es nach jeder auf den Validierungsdaten. Es gibt
        also so viele Trainingskosten wie Epochen und ebenso viele Validierungskosten. Geändert
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
        lernt das Netz: Sie gehen durch training_epoch. Aus den Validierungsdaten lernt es nie: Sie
        werden nur gemessen, nach jeder Epoche, im Auswertungsmodus, und ihre Kosten sagen, wie gut
        das Netz auf Bildern ist, die es nicht gesehen hat. Würden auch sie zum Lernen benutzt,
        könnten sie das nicht mehr sagen. Sieh nach, welches der beiden Argumente in den Loader
        fürs Training geht und welches in die Messung; welche Zahl der Messung aufgehoben wird,
        denn es gibt Kosten und eine Genauigkeit; und in welcher Reihenfolge die beiden Listen
        zurückgegeben werden.""",
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

ROWS = {
    "q4.idle-parts": ("Gewichte und Biases, die bleiben, wie sie sind", "0", "{idle}"),
    "q4.learns-from": ("Fall der Trainingskosten", "mindestens {least:.2f}", "{learnt:.2f}"),
    "q4.no-optimizer": ("Schritte des Optimizers", "16", "0"),
    "q4.not-shuffled": ("Gewichte, mit den Daten in anderer Reihenfolge", "verändert", "dieselben"),
    "q4.number-of-costs": ("Anzahl der Kosten", "8 und 8", "{training} und {validation}"),
    "q4.rate-ignored": ("Gewichte, mit anderer learning_rate", "verändert", "dieselben"),
    "q4.same-order-each-epoch": ("Batches der zweiten Epoche", "andere", "dieselben"),
    "q4.several-optimizers": ("Optimizer in 4 Epochen", "{usual}", "{several}"),
    "q4.validated-once": ("validation_costs", "andere nach jeder Epoche", "8-mal {found:.4f}"),
    "q4.steps-in-all": ("Schritte in 4 Epochen", "16", "{steps}"),
    "q4.train-not-downhill": ("gegen den Gradienten bewegt", "über 80 %", "{share:.0%}"),
    "q4.learns-from, q4.trained-on-validation-data": (
        "Fall der Validierungskosten",
        "unter 0,2",
        "{misled:.2f}",
    ),
}
