"""The lines of hidden checks in English; their concepts are those of public checks."""

LINES = {
    "q1.length": (
        "train={train} loads {found} images; this folder has {expected}.",
        "which-images",
    ),
    "q1.shapes": ("Images have the shapes {found}; expected (1, 28, 28).", "items"),
    "q1.pixels": (
        "With train={train} the pixels are not those in the files, or not in their order. Expected"
        " the value of each pixel divided by 255, and nothing else changed.",
        "items",
    ),
    "q1.labels": (
        "With train={train}, {wrong} of {count} labels do not belong to their image.",
        "items",
    ),
    "q3.not-one-number-of-many": (
        "For {count} samples cost_function returned the shape {shape}; expected a scalar.",
        "mean-cost",
    ),
    "q3.not-finite": (
        "For {count} samples the cost is {expected:.4f}; yours is {found}. That happens when it"
        " takes the logarithm of log-probabilities, which are negative.",
        "log-probabilities",
    ),
    "q3.value": (
        "For {count} samples the cost is {expected:.4f}; yours is {found:.4f}.",
        "likelihood",
    ),
    "q3.arguments": (
        "Look at how it uses its arguments, and at the number of samples it divides by.",
        "mean-cost",
    ),
    "q3.slope": (
        "The gradient at the right digits is {found}…; for a mean over 8 samples expected"
        " {expected}. Look at how the batch is averaged.",
        "gradient-of-the-cost",
    ),
    "q5.dataset-cost": (
        "On a dataset of {count} the mean cost is {expected:.4f}; evaluate says {found:.4f}.",
        "whole-dataset",
    ),
    "q5.first-samples": (
        "It is that of the first {samples} samples only: look at where the loop ends, and at a last"
        " batch that is not full.",
        "whole-dataset",
    ),
    "q5.added-up": (
        "Look at how the batches are added up, the last and shorter one included.",
        "whole-dataset",
    ),
    "q5.dataset-accuracy": (
        "On a dataset of {count} the accuracy is {expected:.4f}; {name} says {found:.4f}.",
        "accuracy",
    ),
    "q5.how-hits-are-counted": (
        "Look at how hits are counted, over the whole dataset, and at which digit is taken for the"
        " prediction: argmax over the ten digits, an image at a time.",
        "accuracy",
    ),
}
