"""Its exceptions have no end of causes, groups and notes, lie about their class, and about places.
kind: exits
points: 52
"""

import os


class Nameless(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")

    __qualname__ = __name__


class Text(str):
    def __getitem__(self, index):
        return self

    def encode(self, *arguments):
        raise RuntimeError("no bytes")


class Liar(Exception, metaclass=Nameless):
    __class__ = property(lambda self: os._exit(3))

    def __repr__(self):
        return "x" * 10**8

    def __str__(self):
        return Text("evil" * 1000)


def chance_cost(num_classes=10):
    raise Liar


def cost_function(log_prob, labels):
    error = ValueError("end")
    for number in range(20_000):
        other = ValueError(number)
        other.__cause__ = error
        error = other
    raise error


def accuracy(model, dataset, device="cpu"):
    error = ValueError("x" * 10**7)
    for _ in range(300):
        error = ExceptionGroup("group" * 200, [error] * 2)
    raise error


def evaluate(model, dataset, device="cpu"):
    place = ("/etc/passwd", 1, 1, "root\x1b[31m" * 10**6, 10**9, -5)
    error = SyntaxError("bad", place)
    error.__notes__ = ["note" * 250] * 100_000
    raise error


def make_loader(dataset, batch_size=32, shuffle=False):
    error = SyntaxError("x")
    error.filename, error.lineno, error.text, error.offset, error.msg = 7, "a", b"\xff", 10**30, 12
    raise error


def training_epoch(model, loader, optimizer, device="cpu"):
    error = KeyError()
    error.__notes__, error.__context__ = 5, error
    raise error


def train(*arguments, **options):
    raise UnicodeDecodeError("utf-8", b"x" * 10**7, 0, 10**7, "y" * 10**7)
