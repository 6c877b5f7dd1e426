"""The lines of hidden checks in German; their concepts are those of public checks."""

LINES = {
    "all.hidden-accuracy": (
        "Von der Bewertung trainiert, lag {network} bei {found:.1%} der verborgenen Bilder richtig;"
        " {threshold:.1%} sind nötig. Sieh dir seine Schichten an und prüfe, ob alle trainiert"
        " werden.",
        "registered",
    ),
    "all.shown-layer": (
        "Auch wenn das, was eine seiner Schichten findet, zwischen den Bildern vertauscht wird,"
        " liegt das trainierte {network} bei {found:.1%} der verborgenen richtig, seine Antworten"
        " kommen also anderswoher. Sieh nach, was es neben seinen Schichten rechnet.",
        "registered",
    ),
    "q1.length": (
        "train={train} lädt {found} Bilder; dieser Ordner hat {expected}.",
        "which-images",
    ),
    "q1.shapes": ("Bilder haben die Formen {found}; erwartet wird {IMAGE_SHAPE}.", "items"),
    "q1.pixels": (
        "Mit train={train} sind die Pixel nicht die in den Dateien oder nicht in deren Reihenfolge."
        " Erwartet wird der Wert jedes Pixels, geteilt durch 255 und sonst unverändert.",
        "items",
    ),
    "q1.labels": (
        "Mit train={train} gehören {wrong} von {count} Labels nicht zu ihrem Bild.",
        "items",
    ),
    "q3.not-one-number-of-many": (
        "Für {count} Beispiele hat cost_function die Form {shape} zurückgegeben; erwartet wird"
        " ein Skalar.",
        "mean-cost",
    ),
    "q3.not-finite": (
        "Für {count} Beispiele sind die Kosten {expected:.4f}; deine sind {found}. Das geschieht,"
        " wenn sie den Logarithmus von Log-Wahrscheinlichkeiten nimmt, und die sind negativ.",
        "log-probabilities",
    ),
    "q3.value": (
        "Für {count} Beispiele sind die Kosten {expected:.4f}; deine sind {found:.4f}.",
        "likelihood",
    ),
    "q3.arguments": (
        "Sieh nach, wie sie ihre Argumente benutzt und durch welche Anzahl von Beispielen sie"
        " teilt.",
        "mean-cost",
    ),
    "q3.slope": (
        "Der Gradient an den richtigen Klassen ist {found}…; für ein Mittel über 8 Beispiele wird"
        " {expected} erwartet. Sieh nach, wie der Batch gemittelt wird.",
        "gradient-of-the-cost",
    ),
    "q5.dataset-cost": (
        "Auf einem Datensatz aus {count} sind die mittleren Kosten {expected:.4f}; evaluate sagt"
        " {found:.4f}.",
        "whole-dataset",
    ),
    "q5.added-up": (
        "Sieh nach, wie die Batches summiert werden, auch der letzte, kürzere.",
        "whole-dataset",
    ),
    "q5.dataset-accuracy": (
        "Auf einem Datensatz aus {count} ist die Genauigkeit {expected:.4f}; {name} sagt"
        " {found:.4f}.",
        "accuracy",
    ),
    "q5.how-hits-are-counted": (
        "Sieh nach, wie Treffer über den ganzen Datensatz gezählt werden und welche Klasse als"
        " Vorhersage gilt: argmax über die {CLASSES} Klassen, Bild für Bild.",
        "accuracy",
    ),
    "q4.first-cost": (
        "Es sind nur die Kosten des ersten Batches: Sieh nach, wo die Schleife endet.",
        "loop-over-batches",
    ),
    "q4.after-its-step": (
        "Es misst jeden Batch nach seinem Schritt; erwartet wird kurz vor seinem eigenen Schritt.",
        "mean-of-an-epoch",
    ),
    "q4.averaging": ("Sieh nach, wie die Kosten der Batches gemittelt werden.", "mean-of-an-epoch"),
    "q4.one-step": (
        "Nach einem Batch sind die Gewichte nicht dort, wohin ein Schritt des Optimizers sie"
        " bringt. Erwartet werden genau ein Rückwärtsdurchlauf und ein Schritt für jeden Batch, mit"
        " dem Gradienten seiner mittleren Kosten, weder gekappt noch skaliert.",
        "one-batch",
    ),
    "q4.cost-of-one-batch": (
        "Die Kosten des einzigen Batches sind {expected:.4f}; training_epoch hat {found:.4f}"
        " zurückgegeben.",
        "mean-of-an-epoch",
    ),
    "q4.several-steps": (
        "Nach mehreren Batches sind die Gewichte nicht dort, wohin der Gradientenabstieg sie"
        " bringt. Sieh nach, wo Gradienten gelöscht werden und ob jeder Batch einmal kommt und"
        " seinen eigenen Schritt bekommt.",
        "one-batch",
    ),
    "q4.cost-of-an-epoch": (
        "Die mittleren Kosten je Beispiel sind {expected:.4f}; training_epoch hat {found:.4f}"
        " zurückgegeben.",
        "mean-of-an-epoch",
    ),
    "q4.numbers-of-costs": (
        "train(epochs={epochs}) hat {training} Trainingskosten und {validation}"
        " Validierungskosten zurückgegeben; erwartet werden je {epochs}.",
        "epochs",
    ),
    "q4.trained-in-another-mode": (
        "Das Netz war nicht im Trainingsmodus, während es trainiert wurde. Sieh dir die Modi"
        " eines Moduls an.",
        "modes",
    ),
    "q4.cost-after-the-epoch": (
        "Die ersten Trainingskosten, {found:.4f}, sind das, was das trainierte Netz nach der"
        " Epoche kostet; erwartet wird das Mittel dessen, was die Batches währenddessen kosten,"
        " jeder vor seinem eigenen Schritt.",
        "mean-of-an-epoch",
    ),
    "q4.cost-of-the-first-weights": (
        "In einer Epoche aus einem Batch sind die Trainingskosten die der ersten Gewichte,"
        " {expected:.4f}; train hat {found:.4f} zurückgegeben.",
        "mean-of-an-epoch",
    ),
    "q4.large-gradients": (
        "Nach einer Epoche aus einem Batch haben sich {share:.0%} der Gewichte mit großem"
        " Gradienten auf den Trainingsdaten gegen ihn bewegt; erwartet werden fast alle. Sieh nach,"
        " woraus train lernt und was der Optimizer bekommt.",
        "optimizer",
    ),
    "q4.hidden-accuracy": (
        "Von deinem train trainiert, lag das Netz der Bewertung bei {found:.1%} der verborgenen"
        " Glyphen richtig; {threshold:.1%} sind nötig. Sieh dir den Optimizer und die Lernrate an.",
        "optimizer",
    ),
    "q7.number-of-rows": (
        "Ein Raster von {grid} Werten hat {found} Zeilen ergeben; erwartet werden {expected}.",
        "grid",
    ),
    "q7.value-not-named": ("Eine Zeile nennt ihr {key} nicht: Gefunden wurde {found!r}.", "rows"),
    "q7.no-number": ("Eine Zeile hat unter `{key}` keine Zahl.", "rows"),
    "q7.learnt-by-a-tiny-rate": (
        "Eine Lernrate von {rate:g} lernt nichts, und doch hat sie die Kosten um {found:.3f}"
        " geändert; mit 0.01 sind sie um {learnt:.3f} gesunken. Sieh nach, was train bekommt.",
        "grid",
    ),
    "q7.fallen-too-little": (
        "Eine Lernrate von 0.01 senkt die Kosten hier um mehr als 0.1; für num_hidden {size:g}"
        " und batch_size {batch:g} sind sie um {found:.3f} gesunken. Sieh nach, was train bekommt.",
        "grid",
    ),
    "q7.batch-size-made-no-difference": (
        "Kleine Batches bedeuten hier mehr Schritte je Epoche und niedrigere Kosten, aber"
        " batch_size hat das nicht bewirkt. Sieh nach, was train bekommt.",
        "grid",
    ),
    "q7.num-hidden-of-a-row": (
        "Die Zeile für {name} enthält die Zahlen eines Netzes mit {found} verborgenen Einheiten."
        " Sieh nach, was num_hidden mit dem Netz macht.",
        "grid",
    ),
    "q7.batch-size-of-a-row": (
        "Das Netz der Zeile für {name} wurde in Batches zu {found} trainiert: batch_size hat für"
        " es nichts bewirkt. Sieh nach, was train bekommt.",
        "grid",
    ),
    "q7.rate-of-a-row": (
        "Das Netz der Zeile für {name} wurde mit einer Lernrate von {found:g} trainiert. Sieh"
        " nach, was train bekommt.",
        "grid",
    ),
    "q7.network-hardly-learnt": (
        "Nach 1 Epoche sind die Kosten des Netzes auf den Trainingsdaten {first:.3f}, nach 6 sind"
        " sie {last:.3f}; sie sollten hier weit mehr sinken. Sieh nach, wie epochs benutzt wird.",
        "rows",
    ),
    "q7.trained-on-other-data": (
        "Ein Netz wurde auf diesen Daten trainiert: {found}; erwartet wird alles von training_data"
        " und sonst nichts.",
        "fresh-networks",
    ),
    "q7.data-training": ("Trainingsdaten", ""),
    "q7.data-validation": ("Validierungsdaten", ""),
    "q7.data-other": ("andere Daten", ""),
    "q7.data-and": ("{first} und {second}", ""),
    "q7.too-few-epochs": (
        "Mit epochs={epochs} ist die Zahl der Epochen eines Netzes {found}. Sieh nach, wie epochs"
        " benutzt wird.",
        "fresh-networks",
    ),
    "q7.too-many-epochs": (
        "Eine einzige Zeile mit epochs={epochs} ist {found} Mal durch die Trainingsdaten"
        " gegangen. Sieh nach, wie oft jedes Netz trainiert wird.",
        "fresh-networks",
    ),
    "q7.other-training-cost": (
        "Mit epochs={epochs} sind die Trainingskosten {found:.3f}{which}. Sieh nach, welche der"
        " Kosten in der Zeile stehen: die auf den Trainingsdaten, nach der letzten Epoche.",
        "rows",
    ),
    "q7.other-number": (
        "Mit epochs={epochs} ist {key} {found:.3f}{which}. Sieh nach, welche Zahl in der Zeile"
        " steht: die auf den Validierungsdaten, nach der letzten Epoche.",
        "rows",
    ),
    "q7.measured-early-in-rows": (
        "Die Zahlen in einer Zeile sind die eines Netzes vor seinem Training. Sieh nach, wann es"
        " gemessen wird: erwartet nach seinem Training, nicht davor.",
        "rows",
    ),
    "q7.gone-on": (
        "Die Zeile mit einer Lernrate von {rate:g} hat Kosten von {found:.2f} erreicht: Sie machte"
        " mit den Gewichten einer anderen Zeile weiter.",
        "fresh-networks",
    ),
    "q7.row-of-other-data": (
        "Das Netz der Zeile {row} wurde mit anderen Daten trainiert, als run_experiments bekommen"
        " hat: mit allen Trainingsdaten, wie sie sind. Sieh nach, was train bekommt.",
        "fresh-networks",
    ),
    "q7.row-of-no-network": (
        "Die Zahlen in der Zeile {row} gehören zu keinem Netz, das trainiert wurde. Mach für jede"
        " Zeile ein Netz durch einen Aufruf von MLP, trainiere es und miss es.",
        "fresh-networks",
    ),
    "q7.same-network": (
        "Mehrere Zeilen enthalten die Zahlen desselben Netzes. Trainiere eines für jede Zeile.",
        "fresh-networks",
    ),
    "q7.nothing-learnt": (
        "Kein Netz in den Zeilen hat auf den Trainingsdaten niedrigere Kosten als vor seinem"
        " Training. Sieh nach, wie die Netze trainiert werden.",
        "fresh-networks",
    ),
    "q7.and-defaults": ("{values} und Standardwerte", ""),
    "q7.which-is": (", das ist {what}", ""),
    "q7.cost-on-training-data": ("der Kostenwert auf den Trainingsdaten", ""),
    "q7.cost-on-validation-data": ("der Kostenwert auf den Validierungsdaten", ""),
    "q7.accuracy-on-training-data": ("die Genauigkeit auf den Trainingsdaten", ""),
    "q7.accuracy-on-validation-data": ("die Genauigkeit auf den Validierungsdaten", ""),
    "q7.accuracy-in-percent": ("die Genauigkeit in Prozent", ""),
}
