"""Prints the losses and gradients that LossValueTests.cs holds. Needs PyTorch 1.12 or later.

    python3 loss_values.py
"""
import torch
import torch.nn as nn


def show(name, loss, results, targets):
    value = loss(results, targets)
    (gradient,) = torch.autograd.grad(value, results)
    print(name, "%.17g" % value.item())
    print("   ", ", ".join("%.9g" % number for number in gradient.flatten().tolist()))


logits = torch.tensor(
    [[1, 2, 3], [-1, 0.5, 0.25], [0.1, -2, 0.7], [2, 2, -1]], dtype=torch.double, requires_grad=True)
labels = torch.tensor([2, 0, 1, 0])
weights = torch.tensor([1, 0.5, 3], dtype=torch.double)
show("cross-entropy", nn.CrossEntropyLoss(), logits, labels)
show("smoothed by 0.1", nn.CrossEntropyLoss(label_smoothing=0.1), logits, labels)
show("smoothed by 1", nn.CrossEntropyLoss(label_smoothing=1.0), logits, labels)
show("weighted", nn.CrossEntropyLoss(weight=weights), logits, labels)
show("weighted, smoothed by 0.25", nn.CrossEntropyLoss(weight=weights, label_smoothing=0.25), logits, labels)

results = torch.tensor([0.5, -1.25, 3, 0, 40, -40, -2], dtype=torch.double, requires_grad=True)
targets = torch.tensor([0.25, 1, -1, 0, 1, 1, 0.5], dtype=torch.double)
show("mean square", nn.MSELoss(), results, targets)
show("L1", nn.L1Loss(), results, targets)
show("Huber", nn.HuberLoss(), results, targets)
show("Huber, delta 2.5", nn.HuberLoss(delta=2.5), results, targets)
show("binary cross-entropy", nn.BCEWithLogitsLoss(), results, targets)
