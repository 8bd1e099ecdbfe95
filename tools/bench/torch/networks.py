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


def same(kernel, stride):
    """Padding of a convolution that divides the size by its stride: before and after."""
    total = max(kernel - stride, 0)
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
        made, shape = KINDS[layer["kind"]](layer, shape)
        modules += made
    return nn.Sequential(*modules), shape


def dense(layer, shape):
    (inputs,) = shape
    units = layer["units"]
    module = nn.Linear(inputs, units, bias=layer["bias"])
    return [ready(module, layer["init"], inputs, units)], [units]


def conv2d(layer, shape):
    height, width, channels = shape
    kernel, stride, filters = layer["kernelSize"], layer["stride"], layer["filters"]
    before, after = same(kernel, stride)
    pad = [] if before == after else [nn.ZeroPad2d((before, after, before, after))]
    module = nn.Conv2d(channels, filters, kernel, stride, 0 if pad else before, bias=layer["bias"])
    ready(module, layer["init"], channels * kernel**2, filters * kernel**2)
    return [*pad, module], [math.ceil(height / stride), math.ceil(width / stride), filters]


def conv2d_transpose(layer, shape):
    height, width, channels = shape
    kernel, stride, filters = layer["kernelSize"], layer["stride"], layer["filters"]
    _, after = same(kernel, stride)
    module = nn.ConvTranspose2d(
        channels, filters, kernel, stride, after, stride + 2 * after - kernel, bias=layer["bias"]
    )
    ready(module, layer["init"], filters * kernel**2, channels * kernel**2)
    return [module], [height * stride, width * stride, filters]


def batch_norm(layer, shape):
    module = (nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(
        shape[-1], eps=layer["epsilon"], momentum=1 - layer["momentum"]
    )
    nn.init.normal_(module.weight, 1, 0.02)
    return [module], shape


def reshape(layer, shape):
    target = layer.get("shape") or [math.prod(shape)]
    return [Images(*target) if len(target) == 3 else nn.Flatten()], target


KINDS = {
    "dense": dense,
    "conv2d": conv2d,
    "conv2dTranspose": conv2d_transpose,
    "batchNorm": batch_norm,
    "reshape": reshape,
    "dropout": lambda layer, shape: ([nn.Dropout(layer["rate"])], shape),
    "activation": lambda layer, shape: ([ACTIVATIONS[layer["of"]](layer)], shape),
}
