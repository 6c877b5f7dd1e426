"""Training with AdamW, one rate that falls along a cosine, and progress printed in Polish."""

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    optymalizator = torch.optim.AdamW(model.parameters(), lr=learning_rate, weight_decay=0.05)
    harmonogram = torch.optim.lr_scheduler.CosineAnnealingLR(optymalizator, max(epochs, 1) * 2)
    dane = make_loader(training_data, batch_size, shuffle=True)
    wyniki = []
    for epoka in range(1, epochs + 1):  # każda epoka to jedno przejście przez dane
        koszt = training_epoch(model, dane, optymalizator, device)
        harmonogram.step()
        walidacja, trafność = evaluate(model, validation_data, device)
        print(f"epoka {epoka}: koszt {koszt:.3f}, walidacja {walidacja:.3f}, {trafność:.1%}")
        wyniki.append((koszt, walidacja))
    return [list(kolumna) for kolumna in zip(*wyniki)]
