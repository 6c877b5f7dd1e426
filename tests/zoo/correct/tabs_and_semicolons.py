"""Files indented with tabs, with semicolons, one-line blocks and names of one letter."""

FILES = {
    "digits/costs.py": (
        "import torch.nn.functional as F;\n"
        "def cost_function(log_prob, labels) :\n"
        "\tc = F.nll_loss( log_prob , labels );   \n"
        "\treturn (c);\n"
    ),
    "digits/training.py": (
        "import torch; from torch import optim;\n"
        "from .costs import *; from .data import *\n"
        "from .evaluation import evaluate\n"
        "\n"
        "def training_epoch(model, loader, optimizer, device='cpu') :\n"
        "\tmodel.train(); s = 0.; n = 0;\n"
        "\tfor X, Y in loader :\n"
        "\t\tX = X.to(device); Y = Y.to(device);\n"
        "\t\toptimizer.zero_grad(); L=cost_function(model(X), Y); L.backward(); optimizer.step()\n"
        "\t\ts += L.item()*X.shape[0]; n += X.shape[0]\n"
        "\treturn s/n;\n"
        "\n"
        "def train(model, training_data, validation_data, epochs=10, batch_size=32,"
        " learning_rate=1e-3, device='cpu') :\n"
        "\tmodel.to(device); a = []; b = [];\n"
        "\topt = optim.AdamW(model.parameters(), lr=learning_rate);\n"
        "\tdl = make_loader(training_data, batch_size, True);\n"
        "\tfor e in range(epochs) : a.append(training_epoch(model, dl, opt, device));"
        " b.append(evaluate(model, validation_data, device)[0])\n"
        "\treturn a, b\n"
    ),
}
