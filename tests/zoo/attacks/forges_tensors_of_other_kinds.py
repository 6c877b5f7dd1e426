"""Its tensors are sparse, nested, quantized, conjugated, of eight bits, or have lost their memory.
kind: forging
points: 72
"""

import torch


def sparse():
    at = torch.tensor([[10**9], [5]])
    return torch.sparse_coo_tensor(at, torch.ones(1), (2, 2), check_invariants=False)


def gone():
    value = torch.ones(10**6)
    value.untyped_storage().resize_(0)
    return value


KINDS = [
    sparse,
    gone,
    lambda: torch.eye(10).to_sparse(),
    lambda: torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)]),
    lambda: torch.zeros(3, dtype=torch.complex64).conj(),
    lambda: torch.quantize_per_tensor(torch.rand(3), 0.1, 0, torch.quint8),
    lambda: torch.empty(10**14, device="meta"),
    lambda: torch._neg_view(torch.ones(())),
    lambda: torch.zeros(3).to(torch.float8_e4m3fn),
    lambda: torch.zeros(3, dtype=torch.uint16),
    lambda: torch.ones(4).as_strided((10**5, 10**5), (0, 0)),
]
turns = []


def another():
    turns.append(1)
    return KINDS[len(turns) % len(KINDS)]()


def cost_function(log_prob, labels):
    return another()


class Images:
    def __len__(self):
        return 22

    def __getitem__(self, index):
        return another(), 3


def load_mnist(root="data_cache", train=True):
    return Images()


def make_loader(dataset, batch_size=32, shuffle=False):
    return [(another(), another()) for _ in range(20)]


def evaluate(model, dataset, device="cpu"):
    for weight in model.parameters():
        weight.data = torch.zeros(1, dtype=torch.complex64)
        weight.untyped_storage().resize_(0)
    return 1.0, 1.0
