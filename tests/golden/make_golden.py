#!/usr/bin/env python3
"""Makes the golden values that tests/NetGen.Networks.Tests compares with.

    python3 make_golden.py          (needs PyTorch and NumPy; writes *.safetensors beside this file)

Each network below stands under the same name, with attributes, in GoldenNetworks.cs of those tests. Parameters and images
are not stored: both sides make them with the same hash (see `uniform`). PyTorch works in double precision here, so that the
files hold the true values and any difference is the other side's. Stored for each network:

    eval.output          inference with the initial parameters, batch A
    train.output         training mode, batch A: batch normalisation uses the batch
    train.loss           mean softmax cross-entropy of train.output
    grad.NAME            its gradient, every `stride`-th element; grad.NAME.norm: the norm of the whole tensor
    after.NAME           parameters and running statistics after SGD steps on batch A and then batch B, sampled alike
    after.output         inference with them, batch A
"""
import json
import math
import pathlib
import struct

import numpy as np
import torch
from torch import nn

SAMPLES = 500
BATCH = 6
LEARNING_RATE, MOMENTUM, WEIGHT_DECAY = 0.05, 0.9, 5e-4


def uniform(name, count):
    """Numbers in [-1, 1) that depend on a name and the index only: FNV-1a of the name, then murmur3's finaliser."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 & 0xFFFFFFFF
    h = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)


def initial_value(network, name, shape, is_norm, is_slope):
    """A float32 array, computed with single roundings so that C# makes the same bits."""
    values = uniform(f"{network}.{name}", math.prod(shape)).reshape(shape)
    role = name.split(".")[-1]
    if is_slope:
        return np.float32(0.25) + np.float32(0.25) * values
    if is_norm:
        start, scale = {"weight": (1, 0.25), "bias": (0, 0.25), "running_mean": (0, 0.25), "running_var": (1, 0.5)}[role]
        return np.float32(start) + np.float32(scale) * values
    bound = 0.125 if role == "bias" else math.sqrt(6.0 / math.prod(shape[1:]))
    return np.float32(bound) * values


NETWORKS = {
    "LeNet5": ((1, 28, 28), lambda: [
        ("conv1", nn.Conv2d(1, 20, 5, padding=2)), nn.ReLU(), nn.MaxPool2d(2),
        ("conv2", nn.Conv2d(20, 50, 5, padding=2)), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), ("fc1", nn.Linear(2450, 500)), nn.ReLU(), ("fc2", nn.Linear(500, 10))]),
    "ConvTraps": ((3, 15, 13), lambda: [
        ("conv1", nn.Conv2d(3, 17, 3, stride=2, padding=1, bias=False)), ("bn1", nn.BatchNorm2d(17)), nn.ReLU(),
        ("conv2", nn.Conv2d(17, 33, 3, padding=2, dilation=2)), ("bn2", nn.BatchNorm2d(33, eps=1e-3, momentum=0.3)),
        nn.LeakyReLU(0.1),
        ("conv3", nn.Conv2d(33, 33, 5, padding=2, groups=3)), nn.ReLU(), nn.MaxPool2d(3, stride=2, padding=1),
        ("conv4", nn.Conv2d(33, 5, 1)), nn.Sigmoid(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), ("fc1", nn.Linear(5, 10))]),
    "PoolTraps": ((5, 21, 17), lambda: [
        ("conv1", nn.Conv2d(5, 5, 7, stride=2, padding=3)), nn.Tanh(), nn.AvgPool2d(3, stride=2, padding=1),
        ("conv2", nn.Conv2d(5, 3, 1)), nn.ReLU(), nn.AvgPool2d(2, stride=1, padding=1, count_include_pad=False),
        nn.Flatten(), ("fc1", nn.Linear(126, 7))]),
    "DepthwiseTraps": ((17, 9, 10), lambda: [
        ("conv1", nn.Conv2d(17, 17, 3, padding=1, groups=17, bias=False)), ("bn1", nn.BatchNorm2d(17)), nn.ReLU(),
        ("conv2", nn.Conv2d(17, 32, 1)), nn.Tanh(), nn.MaxPool2d(2),
        ("conv3", nn.Conv2d(32, 8, (3, 2), groups=2)), nn.LeakyReLU(),
        nn.Flatten(), ("fc1", nn.Linear(64, 4))]),
    "SingleChannel": ((1, 6, 5), lambda: [
        ("conv1", nn.Conv2d(1, 1, 3, padding=1)), nn.LeakyReLU(0.2), nn.MaxPool2d(2, padding=1),
        nn.Flatten(), ("fc1", nn.Linear(12, 3))]),
    "DenseTraps": ((3, 4, 5), lambda: [
        nn.Flatten(), ("fc1", nn.Linear(60, 33)), ("bn1", nn.BatchNorm1d(33)), nn.Sigmoid(),
        ("fc2", nn.Linear(33, 17, bias=False)), ("bn2", nn.BatchNorm1d(17, affine=False)), nn.LeakyReLU(),
        ("fc3", nn.Linear(17, 5)), nn.Softmax(dim=1)]),
    "TransposeTraps": ((6,), lambda: [
        ("fc1", nn.Linear(6, 60)), nn.Tanh(), nn.Unflatten(1, (5, 3, 4)),
        ("convtranspose1", nn.ConvTranspose2d(5, 6, 3, stride=2, padding=1, output_padding=1, bias=False)),
        ("bn1", nn.BatchNorm2d(6)), nn.ReLU(),
        ("convtranspose2", nn.ConvTranspose2d(6, 4, (3, 2), groups=2, dilation=2)), nn.LeakyReLU(0.1),
        nn.Flatten(), nn.Unflatten(1, (8, 5, 10)), ("conv1", nn.Conv2d(8, 3, 3, padding=1)), nn.Sigmoid(),
        nn.Flatten(), ("fc2", nn.Linear(150, 5))]),
    "SequenceTraps": ((3, 21), lambda: [
        ("conv1", nn.Conv1d(3, 9, 5, stride=2, padding=2, bias=False)), ("bn1", nn.BatchNorm1d(9)), nn.ReLU(),
        ("conv2", nn.Conv1d(9, 6, 3, padding=2, dilation=2, groups=3)), nn.Tanh(), nn.AvgPool1d(2),
        nn.Flatten(), ("fc1", nn.Linear(30, 4))]),
    "ActivationTraps": ((3, 5, 7), lambda: [
        ("conv1", nn.Conv2d(3, 17, 3, padding=1)), nn.ReLU6(), ("conv2", nn.Conv2d(17, 9, 1)), nn.ELU(0.7),
        ("conv3", nn.Conv2d(9, 9, 1)), nn.SELU(), ("conv4", nn.Conv2d(9, 9, 1)), nn.GELU(),
        ("conv5", nn.Conv2d(9, 9, 1)), nn.GELU(approximate="tanh"), ("conv6", nn.Conv2d(9, 9, 1)), nn.SiLU(),
        ("conv7", nn.Conv2d(9, 9, 1)), nn.Hardsigmoid(), ("conv8", nn.Conv2d(9, 9, 1)), nn.Hardswish(),
        ("conv9", nn.Conv2d(9, 9, 1)), nn.Softplus(beta=2), ("conv10", nn.Conv2d(9, 9, 1)), ("prelu1", nn.PReLU()),
        ("conv11", nn.Conv2d(9, 9, 1)), ("prelu2", nn.PReLU(9)),
        nn.Flatten(), ("fc1", nn.Linear(315, 5)), nn.LogSoftmax(dim=1)]),
    "NormTraps": ((3, 9, 8), lambda: [
        ("conv1", nn.Conv2d(3, 12, 3, padding=1, bias=False)), ("gn1", nn.GroupNorm(3, 12)), nn.ReLU(),
        ("conv2", nn.Conv2d(12, 20, 3, stride=2)), ("instancenorm1", nn.InstanceNorm2d(20, affine=True)), nn.Tanh(),
        ("conv3", nn.Conv2d(20, 7, 1)), ("instancenorm2", nn.InstanceNorm2d(7)), nn.LocalResponseNorm(3, alpha=0.5, k=2),
        ("conv4", nn.Conv2d(7, 6, 1)), ("ln1", nn.LayerNorm([6, 4, 3], eps=1e-3)), nn.Tanh(),
        nn.Flatten(), ("fc1", nn.Linear(72, 10)), ("ln2", nn.LayerNorm([10])), nn.ReLU(), ("fc2", nn.Linear(10, 5))]),
    "PoolForms": ((5, 11, 13), lambda: [
        ("conv1", nn.Conv2d(5, 6, 3, padding=1)), nn.MaxPool2d(3, stride=1, padding=1, dilation=2),
        ("conv2", nn.Conv2d(6, 7, 1)), nn.MaxPool2d(2, ceil_mode=True),
        ("conv3", nn.Conv2d(7, 18, 1)), nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True),
        ("conv4", nn.Conv2d(18, 8, 1)), nn.AdaptiveAvgPool2d((2, 3)),
        ("conv5", nn.Conv2d(8, 9, 1)), nn.AdaptiveMaxPool2d(1), nn.Flatten(), ("fc1", nn.Linear(9, 4))]),
    "ResizeTraps": ((3, 4, 5), lambda: [
        ("conv1", nn.Conv2d(3, 6, 3, padding=1)), nn.Tanh(), nn.Upsample(scale_factor=2),
        ("conv2", nn.Conv2d(6, 5, 1)), nn.Upsample(size=(7, 9), mode="bilinear"), nn.ZeroPad2d((1, 2, 0, 1)),
        ("conv3", nn.Conv2d(5, 4, 3)), nn.Tanh(), nn.Upsample(size=(11, 6), mode="bilinear", align_corners=True),
        nn.ZeroPad2d(-1), nn.Flatten(), nn.Unflatten(1, (8, 18)), ("bn1", nn.BatchNorm1d(8)), nn.ReLU(),
        nn.Flatten(), ("fc1", nn.Linear(144, 5))]),
    "VolumeTraps": ((5, 4, 6, 5), lambda: [
        ("bn1", nn.BatchNorm3d(5)), nn.Tanh(), nn.MaxPool3d(2, stride=1, padding=1),
        ("bn2", nn.BatchNorm3d(5)), nn.GELU(), nn.AvgPool3d(2, ceil_mode=True),
        nn.Flatten(), ("fc1", nn.Linear(180, 4))]),
    "SequencePools": ((6, 23), lambda: [
        ("bn1", nn.BatchNorm1d(6)), nn.ELU(), nn.MaxPool1d(3, stride=2, padding=1),
        ("ln1", nn.LayerNorm([6, 12])), nn.SiLU(), nn.AvgPool1d(5, stride=3, ceil_mode=True),
        nn.Flatten(), ("fc1", nn.Linear(24, 3))]),
    "VectorInput": ((7,), lambda: [("fc1", nn.Linear(7, 19)), nn.Tanh(), ("fc2", nn.Linear(19, 3))]),
}


def build(network, layers):
    model = nn.Sequential()
    for index, layer in enumerate(layers):
        name, module = layer if isinstance(layer, tuple) else (f"layer{index}", layer)
        model.add_module(name, module)
    model.double()
    for name, module in model.named_children():
        is_norm = isinstance(module, (
            nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.GroupNorm, nn.InstanceNorm2d, nn.LayerNorm))
        is_slope = isinstance(module, nn.PReLU)
        for key, tensor in module.state_dict().items():
            if key != "num_batches_tracked":
                value = initial_value(network, f"{name}.{key}", tuple(tensor.shape), is_norm, is_slope)
                tensor.copy_(torch.from_numpy(value).double())
    return model


def batch_of(network, name, shape):
    values = uniform(f"{network}.{name}", BATCH * math.prod(shape)).reshape((BATCH, *shape))
    return torch.from_numpy(values).double()


def sample(tensor):
    """Every stride-th element, stride odd and such that there are at most SAMPLES."""
    flat = tensor.detach().reshape(-1)
    return flat[:: (flat.numel() + SAMPLES - 1) // SAMPLES | 1]


def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    output = model(images)
    loss = nn.functional.cross_entropy(output, labels)
    loss.backward()
    return output, loss


def golden_values(network, shape, layers):
    model = build(network, layers)
    optimizer = torch.optim.SGD(model.parameters(), LEARNING_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY)
    first, second = batch_of(network, "A", shape), batch_of(network, "B", shape)
    values = {"eval.output": model.eval()(first)}
    labels = torch.tensor([(7 * i + 3) % values["eval.output"].shape[1] for i in range(BATCH)])
    values["train.output"], values["train.loss"] = train_step(model, optimizer, first, labels)
    for name, parameter in model.named_parameters():
        values[f"grad.{name}"] = sample(parameter.grad).clone()
        values[f"grad.{name}.norm"] = parameter.grad.norm()
    optimizer.step()
    train_step(model, optimizer, second, labels)
    optimizer.step()
    for name, tensor in model.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            values[f"after.{name}"] = sample(tensor)
    values["after.output"] = model.eval()(first)
    return values


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name in sorted(tensors):
        array = tensors[name].detach().numpy().astype("<f4")
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(__file__).parent
    for network, (shape, layers) in NETWORKS.items():
        values = golden_values(network, shape, layers())
        write_safetensors(folder / f"{network}.safetensors", values)
        print(f"{network}: loss {values['train.loss']:.6f}, {len(values)} tensors")


if __name__ == "__main__":
    main()
