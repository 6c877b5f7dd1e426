"""q1 in English: the lines of its public checks, and where to look."""

LINES = {
    "q1.dtype": (
        "Images are {found}; expected torch.float32. Look at how load_mnist makes tensors.",
        "items",
    ),
    "q1.image-shape": (
        "An image has the shape {found}; expected {expected}: {CHANNELS_IN_WORDS}, {ROWS} rows,"
        " {COLUMNS} columns.",
        "items",
    ),
    "q1.range": (
        "The pixels of an image reach from {low:g} to {high:g}; expected 0 to 1.",
        "items",
    ),
    "q1.divided-twice": (
        "They look divided by 255 twice: what makes tensors of images does so already.",
        "items",
    ),
    "q1.divided-by-256": ("They look divided by 256; the largest byte is 255.", "items"),
    "q1.standardised": (
        "They look standardised, by a mean and a deviation; nothing but the division by 255 is"
        " asked for.",
        "items",
    ),
    "q1.no-digit": (
        "A label is {found}; expected a whole number from 0, and below {NUM_CLASSES}.",
        "items",
    ),
    "q1.first-image": (
        "The first image is not the first in the files. Expected the value of each pixel divided by"
        " 255, and nothing else changed.",
        "items",
    ),
    "q1.inverted": ("It is inverted: dark and bright are exchanged.", "items"),
    "q1.transposed": ("Its rows and columns are exchanged.", "items"),
    "q1.rounded": ("Its pixels are rounded to 0 and 1.", "items"),
    "q1.rounded-down": (
        "Its greys are gone: a division gave whole numbers, 0 for all pixels but those of 255.",
        "items",
    ),
    "q1.other-set": (
        "It is the first image of the other set, the test images: look at how load_mnist uses"
        " `train`.",
        "which-images",
    ),
    "q1.out-of-order": (
        "It stands elsewhere in the files: look at what changes the order of the images.",
        "items",
    ),
    "q1.pixels-changed": ("Look at what is done to an image between file and item.", "items"),
    "q1.later-image": (
        "Image {number} is not the one in the files, though the first is. Look at what is done to"
        " an image between file and item, and whether it is done at random.",
        "items",
    ),
    "q1.stretched": ("It is divided by its own largest value, not by 255.", "items"),
    "q1.first-label": (
        "The first label is {found}; expected {expected}, as in the files.",
        "items",
    ),
    "q1.labels-from-one": ("All labels are one too large: labels count from 0.", "items"),
    "q1.wrong-set": (
        "train={train} loads the other set: {found} images, expected the {expected} {which} images."
        " Look at how load_mnist uses `train`.",
        "which-images",
    ),
    "q1.size": (
        "train={train} loads {found} images; this folder has {expected} {which} images. All of"
        " them, and no others, belong in this dataset.",
        "which-images",
    ),
    "q1.number-of-batches": (
        "{count} samples in batches of {size} came as {found} batches; expected {expected}. Look at"
        " how make_loader uses `batch_size`.",
        "batches",
    ),
    "q1.pair-swapped": (
        "A batch from make_loader comes as (labels, images); expected (images, labels).",
        "batches",
    ),
    "q1.batch-shape": (
        "The images of a batch have the shape {found}; expected {expected} for batch_size={size}.",
        "batches",
    ),
    "q1.batch-labels": (
        "The labels of a batch are {dtype} {found}; expected torch.int64 {expected}.",
        "batches",
    ),
    "q1.first-batch": (
        "The first batch does not hold the first samples: without shuffle the order is the"
        " dataset's.",
        "shuffling",
    ),
    "q1.last-batch": (
        "{count} samples came in batches of {found}; expected {expected}: no sample is left out,"
        " and the last batch may be short.",
        "batches",
    ),
    "q1.no-download": (
        "In an empty folder load_mnist with train={train} did not try to download the images. Look"
        " at the arguments of the dataset it makes.",
        "which-images",
    ),
    "q1.samples-lost": (
        "100 samples came as {found}; every sample must come once an epoch.",
        "batches",
    ),
    "q1.not-in-order": (
        "Without shuffle the samples came in another order than in the dataset, or changed.",
        "shuffling",
    ),
    "q1.labels-not-in-order": (
        "The labels of a batch are not in the order of its images.",
        "shuffling",
    ),
    "q1.shape-in-batches": (
        "The images of a batch have the shape {found}; expected (N, {CHANNELS}, {ROWS},"
        " {COLUMNS}).",
        "batches",
    ),
    "q1.not-every-sample": (
        "A shuffled epoch must bring every sample exactly once; yours repeats or loses some: 100"
        " samples came as {found}.",
        "shuffling",
    ),
    "q1.drawn-again": ("Some came more than once: look at how samples are drawn.", "shuffling"),
    "q1.dropped-when-shuffled": (
        "The last batch, the short one, is missing: no sample is left out when they are shuffled,"
        " either.",
        "batches",
    ),
    "q1.labels-left-behind": (
        "After shuffling, labels no longer belong to their images.",
        "shuffling",
    ),
    "q1.not-shuffled": (
        "With shuffle=True the samples came in the order of the dataset.",
        "shuffling",
    ),
    "q1.shuffled-once": (
        "Two shuffled epochs had the same order; each epoch needs a new one. Shuffled once, when"
        " the loader is made, it stays the same: look at when the order is drawn.",
        "shuffling",
    ),
}

CONCEPTS = {
    "items": (
        """A dataset is a list of samples, and each sample is a pair: an image as a tensor and
        its label as a whole number from 0 to {LAST_CLASS}. The files hold each pixel as a byte,
        0 to 255. What the network gets are float32 numbers between 0 and 1, with a
        channel in front: {IMAGE_SHAPE}. torchvision has a transform that does exactly this step;
        it is an object, made once and given to the dataset, which applies it to each image when
        the item is asked for. Nothing else happens to an image or a label here. Look at one
        item in a Python shell: its type, dtype, shape, smallest and largest value.""",
        "q1: the images and how they are served",
    ),
    "which-images": (
        """The dataset comes as two sets, training images and test images, each with its own files.
        The argument `train` says which of them is meant, and `root` in which folder the files
        are. Both arguments have to arrive at the dataset that your function makes; a value that
        is written into the code in their place works only as long as nobody asks for something
        else. The dataset holds all images of its set: choosing some for validation is done
        later, by whoever trains. If the files are not there the dataset can fetch them, but
        only if it is told that it may. Follow the two arguments through your function.""",
        "q1: the images and how they are served",
    ),
    "batches": (
        """A loader cuts a dataset into batches: of `batch_size` samples each, images stacked to
        (N, {CHANNELS}, {ROWS}, {COLUMNS}) and labels to (N,), as a pair (images, labels). If
        the number of samples is no multiple of the batch size, the last batch is shorter, and
        it is a batch like any other: dropping it loses samples. PyTorch's DataLoader does all
        of this. Look at the arguments that it is given, and whether `batch_size` of your
        function arrives there. Then load 10 samples in batches of 4, and print how many come in
        each batch: 4, 4 and 2.""",
        "q1: the images and how they are served",
    ),
    "shuffling": (
        """With `shuffle` an epoch goes through the samples in a random order, without it in the
        order of the dataset. Either way every sample comes exactly once, together with its own
        label. The order is drawn anew each time a loop over the loader begins, so that two
        epochs differ: what is shuffled once, when the loader is made, stays the same for ever.
        Drawing with replacement is something else: it brings some samples twice and others
        never. Look at whether the argument `shuffle` of your function decides this and what its
        default is. Then print the labels of the first batch, in two loops over the same loader,
        with and without shuffle.""",
        "q1: the images and how they are served",
    ),
}

ROWS = {
    "calling.load_mnist": ("load_mnist(…)", "a dataset of pairs (image, label)", "{raised}"),
    "calling.make_loader": ("make_loader(…)", "batches (images, labels)", "{raised}"),
    "q1.dtype": ("image.dtype", "torch.float32", "{found}"),
    "q1.first-label": ("label of the first item", "{expected}", "{found}"),
    "q1.image-shape": ("image.shape", "{expected}", "{found}"),
    "q1.later-image": ("image {number}", "that in the files", "another one"),
    "q1.no-digit": ("label of the first item", "from 0 to {LAST_CLASS}", "{found}"),
    "q1.range": ("smallest and largest pixel", "0 and 1", "{low:.4g} and {high:.4g}"),
    "q1.shape-in-batches": ("images.shape", "(N, {CHANNELS}, {ROWS}, {COLUMNS})", "{found}"),
}
