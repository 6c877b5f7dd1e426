"""A guest that forges its answers, or ends in a strange way: the source of its file.

`SOURCE` goes into a student's file; it takes the wire over when one of its functions is called. A
request that it gets is answered with what a generator, seeded in `SEED`, draws next.
"""

SOURCE = '''
import ctypes, importlib, json, os, random, resource, signal, socket, struct, sys, time
import threading
import torch
wire = importlib._bootstrap._gcd_import("autograder.inside.wire")  # past the rule for modules

rng = random.Random(SEED)
libc = ctypes.CDLL(None)
for descriptor in range(3, 64):
    try:
        connection = socket.socket(fileno=os.dup(descriptor))
        break
    except OSError:
        pass
connection.settimeout(None)


def number():
    return rng.choice([
        0, 1, -1, 2**31, 2**63, 2**64, 10**400, -(10**4200), 0.5, -0.0, 1e308, 1e-320,
        float("nan"), float("inf"), float("-inf"), True, False, None,
    ])


def text():
    return rng.choice([
        "", "x", "\\ud800", "\\x00\\x1b[31m\\x07", "{0}%s", "/guest", "..", "a" * 100_000,
        "\\u202e",
        "crash", "raised", "time", "<script>", "=1+1", "\\n" * 3000, "\\U0010ffff",
    ])


def tensor():
    """A tensor as JSON describes it, right or not, and its bytes."""
    name = rng.choice([*wire.DTYPES, "float128", "", 5, None])
    shape = rng.choice([
        [], [0], [1], [2, 10], [40, 10], [1] * 9, [-1], [2**40, 0], [1.0], "x", [1, 28, 28],
    ])
    return {"tensor": rng.choice([[name, shape], [name], [name, shape, 1], name])}


def tree(depth=0):
    """A value as JSON describes it: nested, of any kind, not always one that the wire knows."""
    kind = rng.randrange(12 if depth < 5 else 6)
    if kind < 2:
        return number()
    if kind == 2:
        return text()
    if kind == 3:
        return tensor()
    if kind == 4:
        return {"bytes": rng.choice([0, 1, 5, -1, 2**70, 1.5, None])}
    if kind == 5:
        value = rng.choice([0, [], {"dict": {}}])
        for _ in range(rng.choice([3, 20, 22, 23, 24, 25, 40, 900, 5000])):
            value = [value] if rng.random() < 0.9 else {"dict": {"a": value}}
        return value if rng.random() < 0.5 else {"deep": 1}
    if kind < 9:
        return [tree(depth + 1) for _ in range(rng.randrange(5))]
    keys = rng.sample([
        "length", "images", "labels", "cost", "gradient", "calls", "weights", "buffers", "training",
        "frozen", "no_gradients", "costs", "optimizers", "used", "mixed", "result", "rows", "made",
        "passes", "nodes", "constants", "batch", "number", "value", "message", "details", "cause",
        "", "dict", "tensor",
    ], rng.randrange(8))
    items = {key: tree(depth + 1) for key in keys}
    return {"dict": items} if rng.random() < 0.95 else items


def honest(depth=0):
    """A value that the wire takes."""
    kind = rng.randrange(9 if depth < 4 else 5)
    if kind == 0:
        return rng.choice([
            torch.rand(3), torch.zeros(0), torch.tensor(5), torch.tensor([float("nan")]),
            torch.rand(40, 10),
        ])
    if kind < 4:
        return rng.choice([None, True, 0, 5, -1, 2**70, 0.25, "x", "\\ud800", b"x", float("inf")])
    if kind < 6:
        return [honest(depth + 1) for _ in range(rng.randrange(4))]
    keys = ["length", "images", "labels", "cost", "gradient", "calls", "weights", "buffers",
            "costs", "training", "frozen", "no_gradients", "optimizers", "used", "mixed", "result",
            "rows", "made", "passes"]
    return {key: honest(depth + 1) for key in rng.sample(keys, rng.randrange(len(keys)))}


def question():
    """What a stand-in of q7 asks the grader, or nearly."""
    about = {
        "call": rng.choice(["MLP", "train", "training_epoch", "evaluate", "accuracy", None, "x"]),
        **{name: number() for name in ("num_hidden", "epochs", "batch_size", "learning_rate")},
        **{name: rng.choice([number(), 5]) for name in ("size", "num_classes", "rate", "steps")},
        **{name: rng.choice(["", "x", 5, None]) for name in ("network", "data", "training")},
        **{name: rng.choice(["", "x", 5, None]) for name in ("validation", "optimizer", "device")},
    }
    if rng.random() < 0.3:
        about[rng.choice([*about])] = honest()
    return about if rng.random() < 0.9 else honest()


def frame(value, payload=b""):
    said = json.dumps(value).encode("utf-8", "surrogatepass")
    return wire.HEAD.pack(wire.MAGIC, len(said), len(payload)) + said + payload


def answer(asked):
    kind = rng.randrange(11)
    about = {"number": asked, "seconds": rng.choice([0.001, -1.0, 1e308, float("nan"), "x", None])}
    if kind < 4:
        return b"".join(wire.encode(about | {"value": honest()}))
    if kind < 6:
        message = rng.choice([text(), {"dict": {
            "hint": rng.choice(["code.exit", "where.in", "code.time", "no.such", text()]),
            rng.choice(["doing", "place", "seconds"]): rng.choice([text(), 5, tree(4)]),
            rng.choice(["where", "because"]): rng.choice([text(), None, "code.exit", tree(4)])}}])
        told = {"message": message, "details": text(), "cause": rng.choice(
            ["raised", "memory", "unwritten", "time", "crash", "", "wrong answer"])}
        told[rng.choice([*told])] = rng.choice([text(), 5, None, []])
        return frame({"dict": about | told})
    if kind == 6:
        about["number"] = rng.choice([
            asked, asked + 1, -asked, str(asked), float(asked), True, None, [], 10**4000,
        ])
        return frame({"dict": about | {"value": tree()}}) + rng.choice([b"", b"x", frame([])])
    if kind == 10:
        return b"".join(wire.encode({"number": asked, "ask": question()}))
    if kind == 7:
        payload = bytes(rng.choice([0, 5, 400, 4000]))
        return frame({"dict": about | {"value": tree()}}, payload)
    said = bytearray(b"".join(wire.encode(about | {"value": honest()})))
    for _ in range(rng.randrange(1, 4)):
        said[rng.randrange(len(said))] = rng.randrange(256)
    connection.sendall(said)
    os._exit(0)  # or the grader waits for as many bytes as the head now says


def work():
    """Need something of everything."""
    [bytearray(10**6) for _ in range(100)]
    with open("file", "wb") as file:
        file.write(bytes(10**6))
    os.pipe()
    if os.fork() == 0:
        os._exit(0)
    threading.Thread(target=time.sleep, args=(0,)).start()
    torch.rand(100, 100) @ torch.rand(100, 100)


def hang():
    time.sleep(600)


def fork_and(child, parent):
    child() if os.fork() == 0 else parent()


def lower(kind, value):
    resource.setrlimit(kind, (value, value))
    work()


def by_signal(number):
    signal.signal(number, signal.SIG_DFL) if number not in (9, 19) else None
    os.kill(os.getpid(), number)


def throw(error):
    raise error


def reply():
    connection.sendall(answer(1))


ENDS = [
    *(lambda n=n: by_signal(n) for n in (*range(1, 19), *range(20, 32), 34, 64)),
    *(lambda n=n: os._exit(n) for n in (0, 1, 2, 70, 126, 127, 128, 137, 139, 255)),
    *(lambda k=k, v=v: lower(k, v) for k in (
        resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_AS, resource.RLIMIT_STACK,
        resource.RLIMIT_DATA, resource.RLIMIT_NPROC, resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK,
        resource.RLIMIT_SIGPENDING, resource.RLIMIT_MSGQUEUE) for v in (0, 1, 10**6)),
    lambda: connection.shutdown(socket.SHUT_RD),
    lambda: connection.shutdown(socket.SHUT_WR),
    lambda: (connection.shutdown(socket.SHUT_RDWR), os._exit(0)),
    lambda: (os.closerange(0, 200), os._exit(0)),
    lambda: (os.closerange(0, 200), time.sleep(0.01), os.abort()),
    lambda: connection.sendall(frame({"dict": {"number": 1, "value": 5}})[:-1]) or os._exit(0),
    lambda: connection.sendall(wire.HEAD.pack(wire.MAGIC, 4 * 2**20, 0)) or os._exit(0),
    lambda: connection.sendall(wire.HEAD.pack(wire.MAGIC, 2**32 - 1, 2**64 - 1)),
    lambda: connection.sendall(wire.HEAD.pack(wire.MAGIC, 2, 60 * 2**20) + b"[]") or os._exit(0),
    lambda: connection.sendall(b"DG"),
    lambda: connection.sendall(bytes(10**6)),
    lambda: fork_and(reply, lambda: os._exit(0)),
    lambda: fork_and(reply, lambda: os.kill(os.getpid(), 11)),
    lambda: fork_and(lambda: os._exit(0), reply),
    lambda: fork_and(hang, lambda: os._exit(3)),
    lambda: fork_and(lambda: os.kill(os.getppid(), 9), lambda: time.sleep(0.05)),
    lambda: [libc.prctl(option, value, 0, 0, 0) for option in range(70) for value in (0, 1, 9)],
    lambda: (libc.prctl(1, 9, 0, 0, 0), libc.prctl(4, 1, 0, 0, 0), os._exit(0)),
    lambda: libc.prctl(22, 1, 0, 0, 0),  # strict seccomp: the next call kills
    lambda: ctypes.string_at(0),
    lambda: os.execv("/usr/bin/true", ["true"]),
    lambda: os.execv("/bin/sh", ["sh", "-c", "kill -9 $$"]),
    lambda: sys.exit(5),
    lambda: threading.Thread(target=os._exit, args=(4,)).start(),
    lambda: setattr(json, "dumps", None),
    lambda: setattr(wire.Channel, "send", None),
    lambda: setattr(socket.socket, "sendall", lambda *_: os._exit(0)),
    lambda: sys.modules.clear(),
    lambda: throw(KeyboardInterrupt()),
    lambda: throw(GeneratorExit()),
    lambda: throw(type("E", (BaseException,), {"__str__": lambda self: 5 / 0})()),
    lambda: throw(type("E", (Exception,), {"__str__": lambda self: "\\ud800" * 10**6})()),
    lambda: throw(type("", (Exception,), {})("x")),
    lambda: os.setpgid(0, 0),
    lambda: os.nice(19),
    lambda: signal.setitimer(signal.ITIMER_REAL, 0.01) or hang(),
    lambda: sys.setrecursionlimit(10**9) or (lambda f: f(f))(lambda f: f(f)),
]
SLOW_ENDS = [  # these take the time that they are given
    hang,
    lambda: os.kill(os.getpid(), signal.SIGSTOP) or hang(),
    lambda: [signal.signal(n, signal.SIG_IGN) for n in range(1, 32) if n not in (9, 19)] and hang(),
    lambda: connection.sendall(b"DGT1") or hang(),
    lambda: connection.sendall(wire.HEAD.pack(wire.MAGIC, 100, 0) + b"[") or hang(),
    lambda: connection.close() or os.closerange(3, 200) or hang(),
    lambda: fork_and(hang, hang),
    lambda: lower(resource.RLIMIT_CPU, 1) or [None for _ in iter(int, 1)],
]


def answer_for_ever():
    while True:
        head = b""
        while len(head) < wire.HEAD.size:
            part = connection.recv(wire.HEAD.size - len(head))
            if not part:
                os._exit(0)
            head += part
        _, said, payload = wire.HEAD.unpack(head)
        got = bytearray()
        while len(got) < said + payload:
            got += connection.recv(min(said + payload - len(got), 2**20)) or os._exit(0)
        asked.append(json.loads(got[:said])["dict"]["number"])
        connection.sendall(answer(asked[-1]))


asked = [1]


def take_over(*arguments, **options):
    if MODE == "answers":
        try:
            connection.sendall(answer(1))
            answer_for_ever()
        except BaseException:  # or the guest would answer, and go on as an honest one
            os._exit(9)
    ends = ENDS if MODE == "ends" else SLOW_ENDS
    return ends[SEED % len(ends)]()


load_mnist = make_loader = MLP = cost_function = training_epoch = train = take_over
evaluate = accuracy = chance_cost = CNN = run_experiments = take_over
'''


def hostile_guest(mode: str, seed: int) -> dict[str, bytes]:
    """Return the files of a submission: `mode` is answers, ends or slow ends."""
    source = f"MODE, SEED = {mode!r}, {seed}\n{SOURCE}"
    names = ("data", "models", "costs", "training", "evaluation", "experiments")
    files = {f"digits/{name}.py": source.encode() for name in names}
    return files | {"digits/__init__.py": b""}
