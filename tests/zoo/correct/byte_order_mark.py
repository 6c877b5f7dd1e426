"""Files of a Windows editor: a byte order mark, line ends CR LF, and none at the end."""

FILES = {
    "digits/data.py": (
        '\ufeff"""Les chiffres, un par un et par lots."""\r\n'
        "import torch\r\n"
        "import torchvision\r\n"
        "from torchvision import transforms\r\n"
        "\r\n"
        "\r\n"
        'def load_mnist(root="data_cache", train=True):\r\n'
        "    # ToTensor : uint8 (28, 28) -> float32 (1, 28, 28) entre 0 et 1\r\n"
        "    transform = transforms.Compose([transforms.ToTensor()])\r\n"
        "    return torchvision.datasets.MNIST(\r\n"
        "        root=root, train=train, download=True, transform=transform)\r\n"
        "\r\n"
        "\r\n"
        "def make_loader(dataset, batch_size=32, shuffle=False):\r\n"
        "    return torch.utils.data.DataLoader(\r\n"
        "        dataset=dataset, batch_size=batch_size, shuffle=shuffle)"
    ),
    "digits/costs.py": (
        "\ufefffrom torch import nn\r\n\r\n\r\n"
        "def cost_function(log_prob, labels):\r\n"
        '    """Coût moyen : log-vraisemblance négative."""\r\n'
        "    return nn.NLLLoss(reduction='mean')(log_prob, labels)"
    ),
}
