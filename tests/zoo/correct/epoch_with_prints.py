"""An epoch that prints its progress and logs the norm of the gradient."""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    running, seen = 0.0, 0
    for i, (x, y) in enumerate(loader):
        x = x.to(device)
        y = y.to(device)
        optimizer.zero_grad(set_to_none=True)
        output = model(x)
        loss = cost_function(output, y)
        loss.backward()
        norm = sum(p.grad.norm().item() ** 2 for p in model.parameters() if p.grad is not None)
        optimizer.step()
        running += loss.item() * x.shape[0]
        seen += x.shape[0]
        if i % 100 == 0:
            print(f"batch {i}: loss {running / seen:.4f}, gradient {norm**0.5:.3f}")
    return running / seen
