#!/usr/bin/env python3
"""Makes the values that tests/NetGen.Zoo.Tests compares the zoo with.

    python3 make_zoo_golden.py [NAME ...]        (needs PyTorch and NumPy; writes *.safetensors beside this file)

PyTorch works in double precision. Parameters and images are not stored: both sides make them with the same hash of their names,
as tests/golden/make_golden.py describes. Stored are, each sampled at every so-many-th element:

    both                       gain            what the scales of normalisations in residual branches are multiplied with
    a network of the zoo       eval.output     inference, one image
    a network in small         attempt         which images these are; see `kink_free_batch`
                               eval.output     inference
                               train.output    training mode: batch normalisation uses the batch, dropout has probability 0;
                               train.NAME      an auxiliary classifier's result
                               grad.NAME       the gradient of the loss; grad.NAME.norm is the norm of the whole tensor

The loss is the mean softmax cross-entropy of train.output, and 0.3 times that of each auxiliary result.
"""
import pathlib
import sys
import warnings

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "golden"))

import networks as zoo  # noqa: E402
from make_golden import initial_value, uniform, write_safetensors  # noqa: E402

LOGIT_SAMPLES, GRADIENT_SAMPLES = 500, 24
BATCH = 12
MOST_DISAGREEMENT, ROUNDING = 2.5e-4, 1e-7
AUXILIARY_WEIGHT = 0.3
IMAGE = (3, 224, 224)

# What the scales of a residual branch's normalisations are multiplied with. Without it a deep network's values double with every
# block in inference, which does not normalise hashed parameters, and in training rounding grows as fast.
FULL_GAIN, SMALL_GAIN = 0.5, 0.25

FULL = {
    "LeNet5": ((1, 32, 32), zoo.lenet5),
    "AlexNet": (IMAGE, zoo.alexnet),
    "ZFNet": (IMAGE, zoo.zfnet),
    **{f"Vgg{depth}{suffix}": (IMAGE, lambda d=depth, s=suffix: zoo.vgg(d, s == "BN"))
       for depth in zoo.VGG_DEPTHS for suffix in ("", "BN")},
    "GoogLeNet": (IMAGE, zoo.GoogLeNet),
    **{f"ResNet{depth}": (IMAGE, lambda d=depth: zoo.resnet(d)) for depth in zoo.RESNET_DEPTHS},
    "ResNet20": ((3, 32, 32), lambda: zoo.cifar_resnet(20)),
    "ResNet56": ((3, 32, 32), lambda: zoo.cifar_resnet(56)),
    "ResNeXt50": (IMAGE, zoo.resnext50),
    "MobileNetV1": (IMAGE, zoo.mobilenet_v1),
    "MobileNetV1Half": (IMAGE, lambda: zoo.mobilenet_v1(50)),
    "MobileNetV2": (IMAGE, zoo.mobilenet_v2),
    "SqueezeNet": (IMAGE, zoo.squeezenet),
    "DenseNet121": (IMAGE, zoo.densenet121),
}

# Odd numbers of channels, so that no vector is ever full by luck.
SMALL_INCEPTIONS = {
    "3a": (5, 6, 9, 3, 4, 3), "3b": (7, 8, 11, 4, 6, 5), "4a": (9, 5, 13, 3, 4, 6), "4b": (8, 7, 14, 2, 5, 4),
    "4c": (6, 8, 16, 2, 4, 5), "4d": (7, 9, 18, 3, 4, 3), "4e": (16, 10, 19, 2, 8, 7), "5a": (15, 9, 20, 3, 8, 7),
    "5b": (23, 12, 24, 4, 8, 9)}

IMAGE32 = (3, 32, 32)

SMALL = {
    "SmallLeNet5": ((1, 32, 32), lambda: zoo.lenet5(3, 5, 17, 9, 5)),
    "SmallAlexNet": ((3, 63, 63), lambda: zoo.alexnet((7, 12, 18, 10, 9), 20, 7, dropout=0)),
    "SmallZFNet": ((3, 53, 53), lambda: zoo.zfnet((7, 12, 18, 17, 9), 20, 7, dropout=0)),
    **{f"SmallVgg{depth}{suffix}": (IMAGE32, lambda d=depth, s=suffix: zoo.vgg(d, s == "BN", (5, 8, 12, 18, 17), 21, 7, dropout=0))
       for depth in zoo.VGG_DEPTHS for suffix in ("", "BN")},
    "SmallGoogLeNet": ((3, 91, 83), lambda: zoo.GoogLeNet((8, 9, 14), SMALL_INCEPTIONS, (6, 20), 7, dropout=(0, 0))),
    **{f"SmallResNet{depth}": (IMAGE32, lambda d=depth: zoo.resnet(d, 8, (8, 12, 17, 24), 7)) for depth in (18, 34)},
    **{f"SmallResNet{depth}": (IMAGE32, lambda d=depth: zoo.resnet(d, 8, (6, 7, 9, 12), 7)) for depth in (50, 101)},
    "SmallResNet20": (IMAGE32, lambda: zoo.cifar_resnet(20, (5, 9, 17), 7)),
    "SmallResNet56": (IMAGE32, lambda: zoo.cifar_resnet(56, (4, 7, 9), 7)),
    "SmallResNeXt50": (IMAGE32, lambda: zoo.resnext50(8, (8, 12, 20, 24), 4, 7)),
    "SmallMobileNetV1": (IMAGE32, lambda: zoo.mobilenet_v1(13, 7)),
    "SmallMobileNetV2": (IMAGE32, lambda: zoo.mobilenet_v2(
        8, 5, ((6, 6, 2, 2), (6, 7, 3, 2), (6, 8, 4, 2), (6, 10, 3, 1), (6, 12, 3, 2), (6, 17, 1, 1)), 33, 7, dropout=0)),
    "SmallSqueezeNet": ((3, 36, 32), lambda: zoo.squeezenet(9, ((3, 5), (4, 7), (5, 9), (6, 12)), 7, dropout=0)),
    "SmallDenseNet121": (IMAGE32, lambda: zoo.densenet121(8, 3, 7)),
}


def build(name, shape, make, gain):
    """The model with its hashed parameters; a dry run tells the lazy modules their input channels."""
    model = make()
    with torch.no_grad():
        model.train()(torch.zeros((2, *shape), dtype=torch.float64))
        for path, module in model.named_modules():
            is_norm = isinstance(module, nn.BatchNorm2d)
            for key, tensor in (*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)):
                if key != "num_batches_tracked":
                    tensor.copy_(torch.from_numpy(initial_value(name, f"{path}.{key}", tuple(tensor.shape), is_norm, is_slope=False)))
            if is_norm and (".residual." in path or ".bottleneck." in path):
                module.weight.mul_(gain)
    return model


def images(name, attempt, count, shape):
    size = count * shape[0] * shape[1] * shape[2]
    return torch.from_numpy(uniform(f"{name}.{attempt}", size).reshape((count, *shape))).double()


def sample(tensor, most):
    """Every stride-th element, stride odd and such that there are at most so many."""
    flat = tensor.detach().reshape(-1)
    return flat[:: (flat.numel() + most - 1) // most | 1]


def gradients(model, batch):
    """The results of training mode, by name, and every parameter's gradient."""
    model.zero_grad()
    outputs = model.train()(batch)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    labels = torch.tensor([(7 * i + 3) % outputs[0].shape[1] for i in range(len(batch))])
    losses = [nn.functional.cross_entropy(output, labels) for output in outputs]
    (losses[0] + AUXILIARY_WEIGHT * sum(losses[1:])).backward()
    names = ["output", *(f"auxiliary{i}" for i in range(1, len(outputs)))]
    return dict(zip(names, outputs)), {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def disagreement(model, batch, exact):
    """
    The largest error of a gradient, relative to the tensor's largest element: that of single precision, and what comes of
    results that each layer rounds to single precision's last places.
    """
    _, rounded = gradients(model.float(), batch.float())
    model.double()
    candidates, generator = [rounded], torch.Generator().manual_seed(1)

    def disturb(_, __, output):
        return output * (1 + ROUNDING * torch.randn(output.shape, generator=generator, dtype=torch.float64))

    hooks = [module.register_forward_hook(disturb) for module in model.modules() if isinstance(module, (nn.Conv2d, nn.BatchNorm2d, nn.Linear))]
    candidates += [gradients(model, batch)[1] for _ in range(3)]
    for hook in hooks:
        hook.remove()
    return max(((other[name] - exact[name]).abs().max() / scale(name, exact)).item() for other in candidates for name in exact)


def scale(name, exact):
    """A bias before a batch normalisation has no effect, and rounding for a gradient; it is measured by the layer's weights."""
    own, weights = exact[name], exact[name.rsplit(".", 1)[0] + ".weight"]
    return weights.norm() if own.norm() < 1e-6 * weights.norm() else own.abs().max()


def kink_free_batch(name, shape, make):
    """
    Images whose gradients do not hang on rounding. With a value near a kink (a ReLU's zero, a pool's tie) single precision may
    fall on its other side, which is no error; so these are the first images that have none.
    """
    for attempt in range(200):
        model = build(name, shape, make, SMALL_GAIN)
        batch = images(name, attempt, BATCH, shape)
        evaluated = model.eval()(batch)
        outputs, exact = gradients(model, batch)
        error = disagreement(model, batch, exact)
        if error < MOST_DISAGREEMENT:
            return attempt, evaluated, outputs, exact, error
    raise SystemExit(f"{name}: no images found")


def full_values(name):
    shape, make = FULL[name]
    model = build(name, shape, make, FULL_GAIN).eval()
    with torch.no_grad():
        output = model(images(name, 0, 1, shape))
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{name}: {count:,} parameters, outputs {output.min():.3g} to {output.max():.3g}, deviation {output.std():.3g}", flush=True)
    return {"gain": torch.tensor([FULL_GAIN]), "eval.output": sample(output, LOGIT_SAMPLES)}


def small_values(name):
    shape, make = SMALL[name]
    attempt, evaluated, outputs, exact, error = kink_free_batch(name, shape, make)
    print(f"{name}: images {attempt}, float32 gradients differ by {error:.1e}", flush=True)
    values = {"gain": torch.tensor([SMALL_GAIN]), "attempt": torch.tensor([float(attempt)]), "eval.output": evaluated}
    values.update({f"train.{key}": output for key, output in outputs.items()})
    for key, gradient in exact.items():
        values[f"grad.{key}"] = sample(gradient, GRADIENT_SAMPLES)
        values[f"grad.{key}.norm"] = gradient.norm()
    return values


def main(names):
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "Lazy modules")
    for name in names or [*FULL, *SMALL]:
        values = full_values(name) if name in FULL else small_values(name)
        write_safetensors(FOLDER / f"{name}.safetensors", values)


if __name__ == "__main__":
    main(sys.argv[1:])
