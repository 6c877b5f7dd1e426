"""German: what a student's function returned, where it should have been something else."""

LINES = {
    "answer.unreadable": ("Die Antwort von deiner Seite ist nicht lesbar.", ""),
    "answer.no-numbers": (
        "Dein Code hat {found} zurückgegeben; erwartet werden Zahlen oder Tensoren.",
        "returns",
    ),
    "answer.no-float": (
        "{name} hat {found}{which} zurückgegeben; erwartet wird ein float.",
        "returns",
    ),
    "answer.as-cost": (" als Kosten", ""),
    "answer.as-accuracy": (" als Genauigkeit", ""),
    "answer.kind": (
        "{name} hat {found}{which} zurückgegeben; erwartet wird {expected}.",
        "returns",
    ),
    "answer.length": (
        "{name} hat {found}{which} mit {of} zurückgegeben; erwartet werden {count} Werte.",
        "returns",
    ),
    "answer.values": (
        "{name} hat {found}{which} zurückgegeben; erwartet werden {count} Werte.",
        "returns",
    ),
    "answer.keys": (
        "{name} hat {found}{which} zurückgegeben; erwartet wird ein Dict mit den Schlüsseln"
        " {keys}.",
        "returns",
    ),
    "answer.no-whole": (
        "{name} hat {found:g}{which} zurückgegeben; erwartet wird eine ganze Zahl.",
        "returns",
    ),
    "answer.no-tensor": (
        "{name} hat {found}{which} zurückgegeben; erwartet wird ein Tensor der Form {shape}.",
        "returns",
    ),
    "answer.returned": ("Was {name}{which} zurückgegeben hat,", ""),
    "answer.layout": (
        "{what} ist ein {dtype}-Tensor ({layout}); erwartet werden Zahlen.",
        "returns",
    ),
    "answer.shape": ("{what} hat die Form {found}; erwartet wird {expected}.", "returns"),
    "answer.other-numbers": (
        "{what} enthält andere Zahlen, als {dtype} darstellen kann.",
        "returns",
    ),
    "which.value": (" als Wert {number}{which}", ""),
    "which.key": (" unter {key}{which}", ""),
    "answer.too-large": (
        "{name} hat eine Zahl{which} zurückgegeben, die für einen float zu groß ist.",
        "returns",
    ),
    "answer.not-finite": (
        "{name} hat {found}{which} zurückgegeben; erwartet wird eine endliche Zahl.",
        "finite",
    ),
    "answer.nan": (
        "{what} enthält {kind}; erwartet werden endliche Zahlen. Such eine Division durch 0,"
        " einen Logarithmus von 0 oder einer negativen Zahl oder einen zu großen Schritt.",
        "finite",
    ),
    "answer.is-nan": ("NaN", ""),
    "answer.is-infinity": ("unendlich", ""),
    "answer.layer-moved": ("Eine Schicht des Netzes, nachdem dein Code es benutzt hat,", ""),
    "answer.network-output": ("Was {network} zurückgegeben hat,", ""),
    "answer.statistics": ("{name} des Netzes", ""),
    "answer.gradient": ("Der Gradient von cost_function", ""),
    "answer.image": ("Ein Bild von load_mnist", ""),
    "answer.batch": ("Ein Batch von make_loader", ""),
    "load_mnist.no-images": (
        "load_mnist hat die Bilder nicht gefunden, obwohl in `root` alle vier Dateien liegen."
        " Sieh nach, wie load_mnist `root` benutzt, und welchen Datensatz es macht.",
        "",
    ),
    "load_mnist.own-folder": (
        "Eine von torchvisions `MNIST` abgeleitete Klasse sucht sie in einem Ordner, der heißt wie"
        " sie selbst, hier `root/{name}/raw`; sie sind in `root/MNIST/raw`.",
        "",
    ),
    "load_mnist.no-dataset": (
        "load_mnist hat {found} zurückgegeben; erwartet wird ein Datensatz mit einer Länge und"
        " Elementen.",
        "returns",
    ),
    "load_mnist.several": (
        "load_mnist hat {found} aus {count} Datensätzen zurückgegeben; erwartet wird der eine, nach"
        " dem `train` fragt.",
        "returns",
    ),
    "load_mnist.no-pair": (
        "Ein Element des Datensatzes von load_mnist ist {found}; erwartet wird ein Paar (Bild,"
        " Label).",
        "returns",
    ),
    "load_mnist.swapped": (
        "Ein Element des Datensatzes von load_mnist beginnt mit {found}, und das Bild steht an"
        " zweiter Stelle; erwartet wird (Bild, Label).",
        "returns",
    ),
    "load_mnist.no-tensor": (
        "Ein Bild von load_mnist ist {found}; erwartet wird ein Tensor {IMAGE_SHAPE}. Sieh nach,"
        " was aus jedem Bild einen Tensor machen soll.",
        "returns",
    ),
    "load_mnist.image": (
        "Ein Bild von load_mnist ist {found}; erwartet wird ein Tensor {IMAGE_SHAPE}.",
        "returns",
    ),
    "load_mnist.label": ("Ein Label von load_mnist ist {found}; erwartet wird ein int.", "returns"),
    "load_mnist.empty": ("Der Datensatz von load_mnist hat keine Elemente.", "returns"),
    "make_loader.no-loader": (
        "make_loader hat {found} zurückgegeben; erwartet wird ein DataLoader oder etwas anderes,"
        " das in einer Schleife Batches liefert.",
        "returns",
    ),
    "make_loader.empty": (
        "Der Loader von make_loader hat keinen einzigen Batch geliefert.",
        "returns",
    ),
    "make_loader.empty-second": (
        "Der Loader von make_loader hat in der zweiten Epoche keinen Batch geliefert: Eine Schleife"
        " darüber muss jedes Mal von vorn beginnen. Was ein Generator macht, ist nach der ersten"
        " Schleife verbraucht.",
        "returns",
    ),
    "make_loader.unequal": (
        "Die Batches von make_loader passen nicht zusammen: {forms}.",
        "returns",
    ),
    "make_loader.no-pair": (
        "Ein Batch von make_loader ist {found}; er ist kein Paar (Bilder, Labels).",
        "returns",
    ),
    "make_loader.one-batch": (
        "Falls er die Hälfte eines Batches ist, hat make_loader einen Batch zurückgegeben statt des"
        " Loaders.",
        "returns",
    ),
    "make_loader.no-tensors": (
        "Ein Batch von make_loader enthält {found}; erwartet werden Tensoren.",
        "returns",
    ),
    "make_loader.single": (
        "Ein Batch von make_loader enthält eine einzelne Zahl; erwartet wird ein Batch.",
        "returns",
    ),
    "network.no-module": ("{name}(…) ist {found}; erwartet wird ein torch.nn.Module.", "returns"),
    "network.dtype": (
        "{network} hat {found} zurückgegeben; erwartet wird torch.float32.",
        "output",
    ),
    "cost_function.no-tensor": (
        "cost_function hat {found} zurückgegeben; erwartet wird ein skalarer Tensor, auf dem man"
        " backward() aufrufen kann.",
        "returns",
    ),
    "training_epoch.no-float": (
        "training_epoch hat {found} zurückgegeben; erwartet wird ein float, die mittleren Kosten"
        " je Beispiel.",
        "returns",
    ),
    "train.no-lists": (
        "train hat {found} zurückgegeben; erwartet werden zwei Listen von Kosten, für Training"
        " und für Validierung.",
        "returns",
    ),
    "train.no-floats": (
        "train hat etwas anderes als zwei Listen von floats zurückgegeben, eine Zahl je Epoche: Die"
        " {which} der beiden ist {found}.",
        "returns",
    ),
    "train.pairs": (
        "Ihre Einträge sehen aus wie das, was evaluate zurückgibt, Kosten und Genauigkeit; nur die"
        " Kosten gehören dorthin.",
        "returns",
    ),
    "train.first": ("erste", ""),
    "train.second": ("zweite", ""),
    "train.list-with": ("eine Liste mit {found} darin", ""),
    "evaluate.no-pair": (
        "evaluate hat {found} zurückgegeben; erwartet wird ein Paar (Kosten, Genauigkeit).",
        "returns",
    ),
    "rows.no-list": (
        "run_experiments hat {found} zurückgegeben; erwartet wird eine Liste von Dicts, eines für"
        " jede Kombination.",
        "returns",
    ),
    "rows.no-dicts": (
        "run_experiments hat {found} mit {other} darin zurückgegeben; erwartet wird eine Liste"
        " von Dicts, eines für jede Kombination.",
        "returns",
    ),
    "rows.no-numbers": (
        "Eine Zeile von run_experiments enthält {found}, wo eine Zahl stehen muss.",
        "returns",
    ),
    "rows.name": ("In einer Zeile: run_experiments", ""),
    "experiments.absent-key": (
        "run_experiments hat nach `{key}` gefragt, das im Raster {grid} nicht steht: Ein Schlüssel,"
        " der fehlt, behält seinen Standardwert.",
        "",
    ),
    "experiments.no-network": (
        "run_experiments hat kein Netz gemacht. Mach jedes durch einen Aufruf von MLP und trainiere"
        " es in dem Prozess, in dem run_experiments aufgerufen wird.",
        "",
    ),
    "experiments.while-loading": (
        "{call} wurde aufgerufen, während dein Code geladen wurde. Ruf es nur in run_experiments"
        " auf.",
        "loading",
    ),
    "experiments.other-process": (
        "{call} wurde in einem anderen Prozess als run_experiments aufgerufen. Trainiere alle"
        " Netze im selben Prozess, eines nach dem anderen.",
        "",
    ),
    "experiments.too-many-calls": (
        "run_experiments hat MLP, train und evaluate zusammen mehr als {most:,} Mal aufgerufen."
        " Such Arbeit, die immer wieder getan wird.",
        "endless",
    ),
    "experiments.too-many-units": (
        "Von MLP wurden {count:,} verborgene Einheiten verlangt. Sieh nach, was num_hidden"
        " bekommt.",
        "",
    ),
    "experiments.too-many-epochs": (
        "run_experiments trainiert zusammen mehr als {most:,} Epochen. Sieh nach, wie `epochs`"
        " benutzt wird.",
        "endless",
    ),
    "experiments.other-network": (
        "{call} hat ein Netz bekommen, das nicht von MLP gemacht wurde, während run_experiments"
        " lief.",
        "",
    ),
    "shown.gpu": ("die Frage nach einer GPU", ""),
    "shown.nothing": ("nichts in {seconds:g} s", ""),
    "shown.network": ("ein Netz", ""),
    "shown.samples": ("{count} Beispiele", ""),
    "device.mixed": (
        "In {name} sind Tensoren auf `device` mit Tensoren zusammengetroffen, die anderswo liegen.",
        "",
    ),
    "device.mixed-at": (
        "In {name} sind Tensoren auf `device` mit Tensoren zusammengetroffen, die anderswo"
        " liegen: in {place}.",
        "",
    ),
    "device.taken-away": (
        "Das Netz kam auf `device` zu {name} und blieb nicht dort, wo sein Training weitergeht:"
        " Sieh nach, wohin es gebracht wird.",
        "",
    ),
    "device.unused": ("{name} hat nichts auf dem `device` gerechnet, das es bekommen hat.", ""),
}

CONCEPTS = {
    "returns": (
        """Eine Funktion verspricht, was sie zurückgibt: den Typ und bei einem Tensor Form und
        dtype. Andere verlassen sich darauf, die Prüfungen und deine eigenen Funktionen späterer
        Aufgaben. Was es ist, sagen der Docstring jeder Funktion und die Anleitung. Sieh dir das
        `return` an: Ohne eines oder mit einem, das nur manchmal erreicht wird, gibt eine Funktion
        None zurück. Zwei Werte mit einem Komma dazwischen machen ein Paar; eine Liste mit einem
        Wert darin ist nicht dieser Wert. Ein Tensor mit einem Element ist keine Zahl, auch wenn er
        wie eine ausgegeben wird, und hat eine Methode, die eine daraus macht. Ruf die Funktion
        selbst mit wenigen Daten auf und gib den Typ dessen aus, was zurückkommt.""",
        "So arbeitest du",
    ),
    "finite": (
        """NaN, „keine Zahl“, ist das Ergebnis von 0/0 oder der Differenz zweier Unendlichkeiten;
        es breitet sich auf alles aus, was daraus berechnet wird, und gleicht keinem anderen Wert.
        Unendlich ist der Logarithmus von 0 oder eine Zahl, die für einen float zu groß ist. Such
        also die erste Stelle, an der eines davon auftaucht. Üblich sind ein Mittel über keine
        Werte, eine Division durch einen Zähler, der noch 0 ist, ein Logarithmus einer
        Wahrscheinlichkeit, die vorher auf 0 gerundet wurde, was ein log-softmax in einem Zug
        vermeidet, und so große Schritte, dass die Gewichte ohne Grenze wachsen. `torch.isfinite`
        sagt von jedem Wert, ob er eine endliche Zahl ist; gib es nach jedem Schritt aus.""",
        "So arbeitest du",
    ),
}

ROWS = {
    "answer.no-numbers": ("was dein Code zurückgegeben hat", "Zahlen oder Tensoren", "{found}"),
    "make_loader.no-loader": ("make_loader(…)", "Batches (images, labels)", "{found}"),
    "load_mnist.several": ("load_mnist(…)", "ein Dataset", "{found}"),
    "answer.keys": ("{name}(…){which}", "ein dict mit den Schlüsseln {keys}", "{found}"),
    "answer.length": ("{name}(…){which}", "{count} Werte", "{found}, Länge {of}"),
    "answer.nan": ("{what}", "endliche Zahlen", "{kind}"),
    "answer.no-float": ("{name}(…){which}", "ein float", "{found}"),
    "answer.no-tensor": ("{name}(…){which}", "ein Tensor der Form {shape}", "{found}"),
    "answer.no-whole": ("{name}(…){which}", "eine ganze Zahl", "{found:g}"),
    "answer.not-finite": ("{name}(…){which}", "eine endliche Zahl", "{found}"),
    "answer.shape": ("Form", "{expected}", "{found}"),
    "answer.values": ("{name}(…){which}", "{count} Werte", "{found}"),
    "cost_function.no-tensor": ("cost_function(…)", "ein Tensor mit einer Zahl", "{found}"),
    "device.mixed": ("Tensoren auf `device`", "alle", "einige"),
    "device.mixed-at": ("Tensoren auf `device`", "alle", "einige"),
    "device.taken-away": ("Gewichte auf `device`, danach", "alle", "nicht alle"),
    "device.unused": ("Tensoren auf `device`", "alle", "keine"),
    "evaluate.no-pair": ("evaluate(…)", "ein Paar (cost, accuracy)", "{found}"),
    "experiments.absent-key": ("gesuchte Schlüssel", "die des grid", "{key}"),
    "experiments.no-network": ("von MLP gemachte Netze", "eines für jede Zeile", "0"),
    "load_mnist.empty": ("len(dataset)", "mindestens 1", "0"),
    "load_mnist.label": ("label", "ein int", "{found}"),
    "load_mnist.no-dataset": ("load_mnist(…)", "ein Dataset aus Paaren (image, label)", "{found}"),
    "load_mnist.swapped": ("dataset[0][0]", "das Bild", "{found}"),
    "make_loader.empty": ("Anzahl der Batches", "mindestens 1", "0"),
    "make_loader.empty-second": ("Anzahl der Batches, zweite Epoche", "mindestens 1", "0"),
    "make_loader.no-tensors": ("Teil eines Batches", "ein Tensor", "{found}"),
    "make_loader.single": ("Teil eines Batches", "Form (N, …)", "Form ()"),
    "make_loader.unequal": ("Formen der Batches", "dieselbe", "{forms}"),
    "network.no-module": ("{name}(…)", "ein torch.nn.Module", "{found}"),
    "rows.no-dicts": ("run_experiments(…)", "eine Liste von dicts", "{found}, {other}"),
    "rows.no-list": ("run_experiments(…)", "eine Liste von dicts", "{found}"),
    "rows.no-numbers": ("Wert in einer Zeile", "eine Zahl", "{found}"),
    "train.no-floats": ("train(…), {which}", "eine Liste von floats", "{found}"),
    "train.no-lists": ("train(…)", "zwei Listen von floats", "{found}"),
    "training_epoch.no-float": ("training_epoch(…)", "ein float", "{found}"),
}
