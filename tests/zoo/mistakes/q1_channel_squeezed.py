"""Batches of images lose their channel.
question: q1
hint: the images of a batch have the shape
first hint: (7, 28, 28)
images: digits
"""


def make_loader(dataset, batch_size=32, shuffle=False):
    def collate(pairs):
        images = torch.stack([image for image, _ in pairs]).squeeze(1)
        return images, torch.tensor([label for _, label in pairs])

    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, collate_fn=collate)
