"""The networks of examples/Zoo and their small forms, in PyTorch, as the papers and torchvision have them.

Written independently of the C# declarations; only the names of the parameters follow NetGen's rule. Input channels are left to
PyTorch's lazy modules where a layer does not need them itself.
"""
from collections import Counter, OrderedDict

import torch
from torch import nn

DOUBLE = {"dtype": torch.float64}
STEMS = {nn.LazyConv2d: "conv", nn.LazyBatchNorm2d: "bn", nn.LazyLinear: "fc"}


def conv(channels, kernel, stride=1, padding=0, groups=1, bias=True):
    return nn.LazyConv2d(channels, kernel, stride, padding, groups=groups, bias=bias, **DOUBLE)


def norm(eps=1e-5):
    return nn.LazyBatchNorm2d(eps=eps, **DOUBLE)


def linear(features):
    return nn.LazyLinear(features, **DOUBLE)


def conv_norm_relu(channels, kernel, stride=1, padding=0, groups=1, eps=1e-5, relu=nn.ReLU):
    return conv(channels, kernel, stride, padding, groups, bias=False), norm(eps), relu()


class Block(nn.Module):
    """What NetGen declares with [Block]: its children are its stages."""


def stage(*parts):
    """Layers in order, named by stem and number, blocks by their index; a single block stands for itself."""
    parts = [part for group in parts for part in (group if isinstance(group, (list, tuple)) else [group])]
    if len(parts) == 1 and isinstance(parts[0], Block):
        return parts[0]
    modules, numbers = OrderedDict(), Counter()
    for part in parts:
        if isinstance(part, Block):
            name = str(numbers["block"])
            numbers["block"] += 1
        else:
            stem = STEMS.get(type(part), type(part).__name__.lower())
            numbers[stem] += 1
            name = f"{stem}{numbers[stem]}"
        modules[name] = part
    return nn.Sequential(modules)


def network(**stages):
    """Stages that follow each other, by name."""
    return nn.Sequential(OrderedDict(stages))


def global_pool():
    return nn.AdaptiveAvgPool2d(1), nn.Flatten()


# LeNet, AlexNet, ZFNet, VGG


def lenet5(c1=6, c3=16, c5=120, f6=84, classes=10):
    return stage(
        conv(c1, 5), nn.Tanh(), nn.AvgPool2d(2), conv(c3, 5), nn.Tanh(), nn.AvgPool2d(2), conv(c5, 5), nn.Tanh(),
        nn.Flatten(), linear(f6), nn.Tanh(), linear(classes))


def alexnet(channels=(64, 192, 384, 256, 256), features=4096, classes=1000, dropout=0.5):
    a, b, c, d, e = channels
    return stage(
        conv(a, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), conv(b, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        conv(c, 3, padding=1), nn.ReLU(), conv(d, 3, padding=1), nn.ReLU(), conv(e, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Flatten(), nn.Dropout(dropout), linear(features), nn.ReLU(), nn.Dropout(dropout), linear(features), nn.ReLU(),
        linear(classes))


def zfnet(channels=(96, 256, 384, 384, 256), features=4096, classes=1000, dropout=0.5):
    a, b, c, d, e = channels
    return stage(
        conv(a, 7, 2, 1), nn.ReLU(), nn.MaxPool2d(3, 2, 1), conv(b, 5, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
        conv(c, 3, padding=1), nn.ReLU(), conv(d, 3, padding=1), nn.ReLU(), conv(e, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Flatten(), linear(features), nn.ReLU(), nn.Dropout(dropout), linear(features), nn.ReLU(), nn.Dropout(dropout),
        linear(classes))


VGG_DEPTHS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}


def vgg(depth, batch_norm, channels=(64, 128, 256, 512, 512), features=4096, classes=1000, dropout=0.5):
    layers = []
    for width, count in zip(channels, VGG_DEPTHS[depth]):
        for _ in range(count):
            layers += [conv(width, 3, padding=1), *([norm()] if batch_norm else []), nn.ReLU()]
        layers.append(nn.MaxPool2d(2))
    for _ in range(2):
        layers += [linear(features), nn.ReLU(), nn.Dropout(dropout)]
    layers.insert(-6, nn.Flatten())
    return stage(*layers, linear(classes))


# GoogLeNet


class Inception(Block):
    def __init__(self, conv1, reduce3, conv3, reduce5, conv5, pool):
        super().__init__()
        self.branch1 = stage(conv_norm_relu(conv1, 1, eps=1e-3))
        self.branch2 = stage(conv_norm_relu(reduce3, 1, eps=1e-3), conv_norm_relu(conv3, 3, padding=1, eps=1e-3))
        self.branch3 = stage(conv_norm_relu(reduce5, 1, eps=1e-3), conv_norm_relu(conv5, 3, padding=1, eps=1e-3))
        self.branch4 = stage(nn.MaxPool2d(3, 1, 1, ceil_mode=True), conv_norm_relu(pool, 1, eps=1e-3))

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class AuxiliaryClassifier(Block):
    def __init__(self, channels, features, classes, dropout):
        super().__init__()
        self.logits = stage(
            nn.AdaptiveAvgPool2d(4), conv_norm_relu(channels, 1, eps=1e-3), nn.Flatten(), linear(features), nn.ReLU(),
            nn.Dropout(dropout), linear(classes))

    def forward(self, x):
        return self.logits(x)


class GoogLeNet(nn.Module):
    """In training mode the result is a tuple: logits, and those of the auxiliary classifiers."""

    MODULES = {
        "3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64),
        "4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64),
        "4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128),
        "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128)}

    def __init__(self, stem=(64, 64, 192), modules=None, auxiliary=(128, 1024), classes=1000, dropout=(0.2, 0.7)):
        super().__init__()
        self.stem = stage(
            conv_norm_relu(stem[0], 7, 2, 3, eps=1e-3), nn.MaxPool2d(3, 2, ceil_mode=True),
            conv_norm_relu(stem[1], 1, eps=1e-3), conv_norm_relu(stem[2], 3, padding=1, eps=1e-3),
            nn.MaxPool2d(3, 2, ceil_mode=True))
        for name, channels in (modules or self.MODULES).items():
            setattr(self, f"inception{name}", Inception(*channels))
        self.pool3 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.pool4 = nn.MaxPool2d(2, 2, ceil_mode=True)
        self.logits = stage(global_pool(), nn.Dropout(dropout[0]), linear(classes))
        self.auxiliary1 = AuxiliaryClassifier(*auxiliary, classes, dropout[1])
        self.auxiliary2 = AuxiliaryClassifier(*auxiliary, classes, dropout[1])

    def forward(self, x):
        x = self.pool3(self.inception3b(self.inception3a(self.stem(x))))
        a = self.inception4a(x)
        d = self.inception4d(self.inception4c(self.inception4b(a)))
        x = self.inception5b(self.inception5a(self.pool4(self.inception4e(d))))
        logits = self.logits(x)
        return (logits, self.auxiliary1(a), self.auxiliary2(d)) if self.training else logits


# ResNet, ResNeXt


class Residual(Block):
    """A residual block: `residual` beside a shortcut, which is a projection where the shape changes."""

    def __init__(self, inputs, channels, stride, *residual):
        super().__init__()
        self.residual = stage(*residual)
        same = inputs == channels and stride == 1
        self.shortcut = nn.Identity() if same else stage(conv(channels, 1, stride, bias=False), norm())

    def forward(self, x):
        return torch.relu(self.residual(x) + self.shortcut(x))


def basic_block(inputs, channels, stride):
    return Residual(
        inputs, channels, stride,
        conv_norm_relu(channels, 3, stride, 1), conv(channels, 3, padding=1, bias=False), norm())


def bottleneck(inputs, width, channels, stride, groups=1):
    return Residual(
        inputs, channels, stride,
        conv_norm_relu(width, 1), conv_norm_relu(width, 3, stride, 1, groups), conv(channels, 1, bias=False), norm())


def residual_layers(inputs, widths, depths, block, expansion=1):
    """layer1, layer2, ...: the first block of all but the first layer has stride 2."""
    layers = {}
    for number, (width, depth) in enumerate(zip(widths, depths), 1):
        blocks = []
        for index in range(depth):
            blocks.append(block(inputs, width, 2 if index == 0 and number > 1 else 1))
            inputs = expansion * width
        layers[f"layer{number}"] = stage(*blocks)
    return layers


RESNET_DEPTHS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}


def imagenet_stem(channels):
    return stage(conv_norm_relu(channels, 7, 2, 3), nn.MaxPool2d(3, 2, 1))


def resnet(depth, stem=64, widths=(64, 128, 256, 512), classes=1000):
    if depth < 50:
        layers = residual_layers(stem, widths, RESNET_DEPTHS[depth], basic_block)
    else:
        layers = residual_layers(stem, widths, RESNET_DEPTHS[depth], lambda i, c, s: bottleneck(i, c, 4 * c, s), expansion=4)
    return network(stem=imagenet_stem(stem), **layers, logits=stage(global_pool(), linear(classes)))


def cifar_resnet(depth, widths=(16, 32, 64), classes=10):
    layers = residual_layers(widths[0], widths, 3 * [(depth - 2) // 6], basic_block)
    stem = stage(conv_norm_relu(widths[0], 3, padding=1))
    return network(stem=stem, **layers, logits=stage(global_pool(), linear(classes)))


def resnext50(stem=64, widths=(128, 256, 512, 1024), cardinality=32, classes=1000):
    layers = residual_layers(
        stem, widths, (3, 4, 6, 3), lambda i, c, s: bottleneck(i, c, 2 * c, s, cardinality), expansion=2)
    return network(stem=imagenet_stem(stem), **layers, logits=stage(global_pool(), linear(classes)))


# MobileNet, SqueezeNet, DenseNet


class SeparableConv(Block):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.depthwise = stage(conv_norm_relu(inputs, 3, stride, 1, groups=inputs))
        self.pointwise = stage(conv_norm_relu(channels, 1))

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


class MobileNetV1Features(Block):
    TABLE = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *5 * [(512, 1)], (1024, 2), (1024, 1))

    def __init__(self, percent):
        super().__init__()
        inputs = 32 * percent // 100
        self.stem = stage(conv_norm_relu(inputs, 3, 2, 1))
        blocks = []
        for channels, stride in self.TABLE:
            outputs = channels * percent // 100
            blocks.append(SeparableConv(inputs, outputs, stride))
            inputs = outputs
        self.layers = stage(*blocks)

    def forward(self, x):
        return self.layers(self.stem(x))


def mobilenet_v1(percent=100, classes=1000):
    return network(features=MobileNetV1Features(percent), logits=stage(global_pool(), linear(classes)))


class LinearBottleneck(Block):
    def __init__(self, inputs, expansion, channels, stride):
        super().__init__()
        hidden = expansion * inputs
        self.expand = stage(conv_norm_relu(hidden, 1, relu=nn.ReLU6))
        self.filter = stage(conv_norm_relu(hidden, 3, stride, 1, groups=hidden, relu=nn.ReLU6))
        self.narrow = stage(conv(channels, 1, bias=False), norm())

    def forward(self, x):
        return self.narrow(self.filter(self.expand(x)))


class InvertedResidual(Block):
    def __init__(self, channels, expansion):
        super().__init__()
        self.bottleneck = LinearBottleneck(channels, expansion, channels, 1)

    def forward(self, x):
        return x + self.bottleneck(x)


MOBILENET_V2_TABLE = ((6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))


def mobilenet_v2(stem=32, first=16, table=MOBILENET_V2_TABLE, head=1280, classes=1000, dropout=0.2):
    stages = {
        "stem": stage(conv_norm_relu(stem, 3, 2, 1, relu=nn.ReLU6)),
        "layer1": stage(conv_norm_relu(stem, 3, 1, 1, groups=stem, relu=nn.ReLU6), conv(first, 1, bias=False), norm())}
    inputs = first
    for number, (expansion, channels, count, stride) in enumerate(table, 2):
        residual = [InvertedResidual(channels, expansion) for _ in range(count - 1)]
        stages[f"layer{number}"] = stage(LinearBottleneck(inputs, expansion, channels, stride), *residual)
        inputs = channels
    stages["head"] = stage(conv_norm_relu(head, 1, relu=nn.ReLU6))
    return network(**stages, logits=stage(global_pool(), nn.Dropout(dropout), linear(classes)))


class Fire(Block):
    def __init__(self, squeezed, expanded):
        super().__init__()
        self.squeeze = stage(conv(squeezed, 1), nn.ReLU())
        self.expand1x1 = stage(conv(expanded, 1), nn.ReLU())
        self.expand3x3 = stage(conv(expanded, 3, padding=1), nn.ReLU())

    def forward(self, x):
        x = self.squeeze(x)
        return torch.cat([self.expand1x1(x), self.expand3x3(x)], 1)


def squeezenet(stem=64, fires=((16, 64), (32, 128), (48, 192), (64, 256)), classes=1000, dropout=0.5):
    def pool():
        return nn.MaxPool2d(3, 2, ceil_mode=True)

    def twice(fire):
        return Fire(*fire), Fire(*fire)

    return network(
        stem=stage(conv(stem, 3, 2), nn.ReLU(), pool()),
        fire2=stage(twice(fires[0]), pool()), fire4=stage(twice(fires[1]), pool()), fire6=stage(twice(fires[2]), twice(fires[3])),
        logits=stage(nn.Dropout(dropout), conv(classes, 1), nn.ReLU(), global_pool()))


class DenseLayer(Block):
    def __init__(self, growth):
        super().__init__()
        self.features = stage(
            norm(), nn.ReLU(), conv(4 * growth, 1, bias=False), norm(), nn.ReLU(), conv(growth, 3, padding=1, bias=False))

    def forward(self, x):
        return torch.cat([x, self.features(x)], 1)


def densenet121(stem=64, growth=32, classes=1000):
    stages, channels = {"stem": imagenet_stem(stem)}, stem
    for number, count in enumerate((6, 12, 24, 16), 1):
        stages[f"dense{number}"] = stage(*(DenseLayer(growth) for _ in range(count)))
        channels += count * growth
        if number < 4:
            channels //= 2
            stages[f"transition{number}"] = stage(norm(), nn.ReLU(), conv(channels, 1, bias=False), nn.AvgPool2d(2))
    return network(**stages, logits=stage(norm(), nn.ReLU(), global_pool(), linear(classes)))
