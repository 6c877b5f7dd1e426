"""A batch is a dict.
question: q1
hint: is not a pair (images, labels)
first hint: dict
"""

from torch.utils.data import DataLoader, default_collate


def make_loader(dataset, batch_size=32, shuffle=False):
    def collate(pairs):
        images, labels = default_collate(pairs)
        return {"images": images, "labels": labels}

    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, collate_fn=collate)
