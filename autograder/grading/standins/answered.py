"""Stand-ins for q7: networks of the grader's, whose training and measuring the grader answers.

`ask`, `content_of`, `first_weights`, `no_attribute` and `own` are put beside them. Training takes
no time and leaves the weights alone: the costs are numbers that only the grader knows. A network's
buffer `history` names what it has been through, so that copies and loaded states are known again.
What a network has not, the student's own MLP of its size may have: it is asked, with these weights.
"""

from weakref import WeakKeyDictionary

import torch
from torch import nn

MAX_KEPT = 200  # states of networks, for the grader to measure
MAX_NUMBERS = 4_000_000  # in all of them


class MLP(nn.Sequential):
    """Pixels -> num_hidden -> classes, with first weights of the grader's."""

    networks = []  # noqa: RUF012 - shared on purpose: all of them, copies included
    states = {}  # noqa: RUF012 - weights that it was run with, by history and checksum
    theirs = WeakKeyDictionary()  # noqa: RUF012 - networks of the student's own class, by these

    def __init__(self, num_hidden=DEFAULTS["MLP"]["num_hidden"]):
        super().__init__(
            nn.Flatten(),
            nn.Linear(NUM_PIXELS, num_hidden, dtype=torch.float32),
            nn.ReLU(),
            nn.Linear(num_hidden, NUM_CLASSES, dtype=torch.float32),
            nn.LogSoftmax(-1),
        )
        self.register_buffer("history", torch.zeros(16, dtype=torch.float32))
        if ask.answered:
            made = ask("MLP", num_hidden=int(num_hidden))
            _remember(self, made)
            with torch.no_grad():
                for weight, first in zip(
                    self.parameters(), first_weights(num_hidden, made["seed"]), strict=True
                ):
                    weight.copy_(first)
        self.first, self.ran = self.checksum(), False
        self.networks.append(self)

    @classmethod
    def forget(cls):
        """Forget all networks so far."""
        cls.networks.clear()
        cls.states.clear()

    @classmethod
    def handed_back(cls):
        """The weights of all networks that were run or changed; None where they are the first."""
        for network in cls.networks:
            if network.ran or network.checksum() != network.first:
                network.keep()
        return [{"network": name, "weights": kept} for (name, _), kept in cls.states.items()]

    def __getattr__(self, name):
        """Return a parameter or module, or else what the student's own network has of that name."""
        try:
            return super().__getattr__(name)
        except AttributeError:
            asked = "ran" in vars(self) and not name.startswith("_")  # else by PyTorch, to make it
            theirs = self.students_own() if asked else None
            if not hasattr(theirs, name):
                raise no_attribute(self, name) from None
            return getattr(theirs, name)

    def students_own(self):
        """The student's own network of this size, with these weights; None if it has others."""
        if self not in self.theirs:
            with torch.random.fork_rng(devices=[]):
                theirs = own("MLP", self[1].out_features)
            self.theirs[self] = theirs if _share(self, theirs) else None
        theirs = self.theirs[self]
        return None if theirs is None else theirs.train(self.training)

    def __setstate__(self, state):
        super().__setstate__(state)
        self.networks.append(self)  # it is a copy

    def _load_from_state_dict(self, state, prefix, *others):
        """Load weights, also those that come without `history`, which no student's network has."""
        state.setdefault(f"{prefix}history", self.history)
        super()._load_from_state_dict(state, prefix, *others)

    def forward(self, images):
        self.ran = True
        if not (self.training and torch.is_grad_enabled()):  # it is measured, not trained
            self.keep()
        return super().forward(images)

    def checksum(self):
        """A number that changes when a weight does."""
        return sum(float(weight.detach().double().square().sum()) for weight in self.parameters())

    def keep(self):
        """Keep the weights as they are now; None where they are still the first ones."""
        checksum = self.checksum()
        key = _history(self), checksum
        if key in self.states or len(self.states) >= MAX_KEPT:
            return
        weights = None
        if checksum != self.first:
            numbers = sum(sum(map(torch.numel, kept)) for kept in self.states.values() if kept)
            if numbers + sum(map(torch.numel, self.parameters())) > MAX_NUMBERS:
                return
            weights = [weight.detach().float().clone() for weight in self.parameters()]
        self.states[key] = weights


def _share(network, other):
    """Give another network the weights of this one, if it has such; say whether it has."""
    slots = [
        (module, name, weight)
        for module in (() if other is None else other.modules())
        for name, weight in module.named_parameters(recurse=False)
    ]
    weights = [*network.parameters()]
    if [weight.shape for _, _, weight in slots] != [weight.shape for weight in weights]:
        return False
    for (module, name, _), weight in zip(slots, weights, strict=True):
        setattr(module, name, weight)
    return True


def training_epoch(model, loader, optimizer, device="cpu"):
    """The cost of one pass of gradient descent."""
    network = _network("training_epoch", model)
    content = content_of(loader)
    model.train()
    answer = ask(
        "training_epoch",
        network=_history(network),
        training=content.name,
        batch_size=getattr(loader, "batch_size", None) or content.batch_size,
        learning_rate=_learning_rate(network, optimizer),
    )
    _remember(network, answer)
    return answer["cost"]


def train(
    model,
    training_data,
    validation_data,
    epochs=DEFAULTS["train"]["epochs"],
    batch_size=DEFAULTS["train"]["batch_size"],
    learning_rate=DEFAULTS["train"]["learning_rate"],
    device="cpu",
):
    """The costs of `epochs` passes with AdamW, on both sets of data, an epoch an entry."""
    network = _network("train", model)
    make_loader(training_data, batch_size)  # it refuses what is no size of a batch
    answer = ask(
        "train",
        network=_history(network),
        training=content_of(make_loader(training_data, 500)).name,
        validation=content_of(make_loader(validation_data, 500)).name,
        epochs=int(epochs),
        batch_size=int(batch_size),
        learning_rate=float(learning_rate),
    )
    _remember(network, answer)
    return answer["training_costs"], answer["validation_costs"]


def evaluate(model, dataset, device="cpu"):
    """Mean cost per sample and accuracy."""
    network = _network("evaluate", model)
    content = content_of(make_loader(dataset, 500))
    answer = ask("evaluate", network=_history(network), data=content.name, size=content.size)
    return answer["cost"], answer["accuracy"]


def accuracy(model, dataset, device="cpu"):
    """The fraction of right predictions."""
    _, fraction = evaluate(model, dataset, device)
    return fraction


def chance_cost(num_classes=NUM_CLASSES):
    """The cost of guessing."""
    return float(torch.tensor(float(num_classes)).log())


def _network(call, model):
    """The grader's network in a student's model."""
    modules = model.modules() if isinstance(model, nn.Module) else ()
    for module in modules:
        if isinstance(module, MLP):
            return module
    raise TypeError(f"{call} was given {type(model).__name__}, not a network made by MLP")


def _history(network):
    return bytes(network.history.byte().tolist()).hex()


def _remember(network, answer):
    network.history.copy_(torch.tensor(list(bytes.fromhex(answer["network"])), dtype=torch.float))


def _learning_rate(network, optimizer):
    """The optimizer's learning rate for the network's weights; 0 if it is for other weights."""
    wanted = {id(weight) for weight in network.parameters()}
    for group in optimizer.param_groups:
        if wanted <= {id(weight) for weight in group["params"]}:
            return float(group["lr"])
    return 0.0
