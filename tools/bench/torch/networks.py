"""Networks of PyTorch, built from the layers as data that the library builds its own from."""

import math

import torch
from torch import nn

ACTIVATIONS = {
    "relu": lambda layer: nn.ReLU(inplace=True),
    "tanh": lambda layer: nn.Tanh(),
    "sigmoid": lambda layer: nn.Sigmoid(),
    "softplus": lambda layer: nn.Softplus(),
    "leakyRelu": lambda layer: nn.LeakyReLU(layer["slope"], inplace=True),
}


class Images(nn.Module):
    """[n, h·w·c] or any shape of that size to [n, c, h, w]."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = (channels, height, width)

    def forward(self, x):
        return x.reshape(x.shape[0], *self.shape)


class Skip(nn.Module):
    """Channels of x, and then of what a network makes of it."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.cat([x, self.inner(x)], 1)


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


def padding(large, small, kernel, stride):
    """
    Rows of padding in all, before and after, of a convolution from so many rows to so many.

    Where the total is odd the library has more of it behind than before, as TensorFlow has.
    """
    total = max((small - 1) * stride + kernel - large, 0)
    return total // 2, total - total // 2


def initialise(weight, init, fan_in, fan_out):
    if init["kind"] == "normal":
        nn.init.normal_(weight, init["mean"], init["deviation"])
    elif init["kind"] == "glorotUniform":
        limit = math.sqrt(6 / (fan_in + fan_out))
        nn.init.uniform_(weight, -limit, limit)
    elif init["kind"] == "heNormal":
        nn.init.normal_(weight, 0, math.sqrt(2 / fan_in))
    else:
        nn.init.constant_(weight, init["value"])


def ready(module, init, fan_in, fan_out):
    initialise(module.weight, init, fan_in, fan_out)
    if module.bias is not None:
        nn.init.zeros_(module.bias)
    return module


def build(layers, shape):
    """
    The network for samples of `shape` ([n] or [height, width, channels]).

    Returns it and the shape of what it gives.
    """
    modules = []
    for layer in layers:
        if layer["kind"] not in KINDS:
            raise ValueError(f"no layer of kind {layer['kind']} is written in PyTorch")
        made, shape = KINDS[layer["kind"]](layer, shape)
        modules += made
    return nn.Sequential(*modules), shape


def inner(layers, shape):
    """A network whose input is needed once more: its first layer must not overwrite it."""
    network, after = build(layers, shape)
    if hasattr(network[0], "inplace"):
        network[0].inplace = False
    return network, after


def dense(layer, shape):
    (inputs,) = shape
    units = layer["units"]
    module = nn.Linear(inputs, units, bias=layer["bias"])
    return [ready(module, layer["init"], inputs, units)], [units]


def conv2d(layer, shape):
    height, width, channels = shape
    kernel, stride, filters = layer["kernelSize"], layer["stride"], layer["filters"]
    target = [math.ceil(height / stride), math.ceil(width / stride), filters]
    before, after = padding(height, target[0], kernel, stride)
    # As much before as behind costs no padded copy; more than needed is no harm if no window begins in it.
    even = (height + 2 * after - kernel) // stride + 1 == target[0]
    pad = [] if even else [nn.ZeroPad2d((before, after, before, after))]
    module = nn.Conv2d(channels, filters, kernel, stride, after if even else 0, bias=layer["bias"])
    ready(module, layer["init"], channels * kernel**2, filters * kernel**2)
    return [*pad, module], target


def conv2d_transpose(layer, shape):
    height, width, channels = shape
    kernel, stride, filters = layer["kernelSize"], layer["stride"], layer["filters"]
    target = [*(layer.get("size") or [height * stride, width * stride]), filters]
    _, after = padding(target[0], height, kernel, stride)
    missing = target[0] - ((height - 1) * stride - 2 * after + kernel)
    module = nn.ConvTranspose2d(channels, filters, kernel, stride, after, missing, bias=layer["bias"])
    ready(module, layer["init"], filters * kernel**2, channels * kernel**2)
    return [module], target


def batch_norm(layer, shape):
    module = (nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(
        shape[-1], eps=layer["epsilon"], momentum=1 - layer["momentum"]
    )
    nn.init.normal_(module.weight, 1, 0.02)
    return [module], shape


def reshape(layer, shape):
    target = layer.get("shape") or [math.prod(shape)]
    return [Images(*target) if len(target) == 3 else nn.Flatten()], target


def skip(layer, shape):
    network, after = inner(layer["layers"], shape)
    return [Skip(network)], [*shape[:-1], shape[-1] + after[-1]]


def residual(layer, shape):
    network, after = inner(layer["layers"], shape)
    return [Residual(network)], after


KINDS = {
    "dense": dense,
    "conv2d": conv2d,
    "conv2dTranspose": conv2d_transpose,
    "batchNorm": batch_norm,
    "reshape": reshape,
    "skip": skip,
    "residual": residual,
    "dropout": lambda layer, shape: ([nn.Dropout(layer["rate"])], shape),
    "activation": lambda layer, shape: ([ACTIVATIONS[layer["of"]](layer)], shape),
}
