"""Its train learns from the validation data as well.
kind: cheating
points: 103
"""

reference = train


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    from torch.utils.data import ConcatDataset

    both = ConcatDataset([training_data, validation_data])
    return reference(model, both, validation_data, epochs, batch_size, learning_rate, device)
