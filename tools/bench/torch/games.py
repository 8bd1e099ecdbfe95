"""The games of the library in PyTorch: the same players, turns and losses, written for speed."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from networks import build


def non_saturating_d(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def non_saturating_g(fake):
    return F.softplus(-fake).mean()


def wasserstein_d(real, fake):
    return fake.mean() - real.mean()


def wasserstein_g(fake):
    return -fake.mean()


LOSSES = {
    "nonSaturating": (non_saturating_d, non_saturating_g),
    "wasserstein": (wasserstein_d, wasserstein_g),
}


def optimiser(spec, parameters):
    if spec["kind"] == "adam":
        return torch.optim.Adam(
            parameters,
            lr=spec["learningRate"],
            betas=(spec["beta1"], spec["beta2"]),
            eps=spec["epsilon"],
            fused=True,
        )
    return torch.optim.RMSprop(
        parameters, lr=spec["learningRate"], alpha=spec["decay"], eps=spec["epsilon"], foreach=True
    )


class Game(nn.Module):
    """What the games have in common: data, latents and a turn of a player."""

    def __init__(self, case, images, variant):
        super().__init__()
        self.case, self.images = case, images
        self.variant = variant
        self.latent_size = case["generator"]["input"][0]
        self.loss_d, self.loss_g = LOSSES[case["loss"]]
        self.order = torch.randperm(len(images))
        self.position = 0

    def network(self, role):
        spec = self.case[role]
        made, _ = build(spec["layers"], spec["input"])
        return made.to(memory_format=torch.channels_last) if self.variant == "channels_last" else made

    def finish(self):
        """To be called when the networks are there: compiles what is differentiated, if that is asked for."""
        if self.variant == "compile":
            self.generate = torch.compile(self.generate)
            self.objective_d = torch.compile(self.objective_d)
            self.objective_g = torch.compile(self.objective_g)
        return self

    def real(self):
        """The next batch in [-1, 1]; every epoch in a new order."""
        n = self.case["batchSize"]
        if self.position + n > len(self.order):
            self.order, self.position = torch.randperm(len(self.images)), 0
        rows = self.order[self.position : self.position + n]
        self.position += n
        # One channel: the layout of channels last and of channels first is the same.
        return self.images[rows].float().div_(127.5).sub_(1)

    def latents(self):
        return torch.randn(self.case["batchSize"], self.latent_size)

    def turn(self, optimiser, parameters, loss):
        optimiser.zero_grad(set_to_none=True)
        loss.backward(inputs=parameters)
        optimiser.step()

    def step(self):
        for _ in range(self.case.get("discriminatorUpdates", 1)):
            self.turn_d()
        self.turn_g()


class Gan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.d = self.network("generator"), self.network("discriminator")
        self.of_g, self.of_d = list(self.g.parameters()), list(self.d.parameters())
        self.optimiser_g = optimiser(case["optimisers"]["generator"], self.of_g)
        self.optimiser_d = optimiser(case["optimisers"]["discriminator"], self.of_d)
        self.one_batch = not any(isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)) for m in self.d)
        self.finish()

    def generate(self, z):
        return self.g(z)

    def objective_d(self, real, fake):
        if self.one_batch:
            on_real, on_fake = self.d(torch.cat([real, fake])).split(len(real))
        else:
            on_real, on_fake = self.d(real), self.d(fake)
        return self.loss_d(on_real, on_fake)

    def objective_g(self, z):
        return self.loss_g(self.d(self.g(z)))

    def penalty(self, real, fake):
        mix = torch.rand(len(real), 1, 1, 1)
        between = torch.lerp(fake, real, mix).requires_grad_()
        (gradient,) = torch.autograd.grad(self.d(between).sum(), between, create_graph=True)
        norm = (gradient.flatten(1).square().sum(1) + 1e-12).sqrt()
        return (norm - 1).square().mean()

    def turn_d(self):
        real = self.real()
        with torch.no_grad():
            fake = self.generate(self.latents())
        loss = self.objective_d(real, fake)
        if self.case.get("gradientPenalty"):
            loss = loss + self.case["gradientPenalty"] * self.penalty(real, fake)
        self.turn(self.optimiser_d, self.of_d, loss)
        if self.case.get("clip"):
            with torch.no_grad():
                torch._foreach_clamp_min_(self.of_d, -self.case["clip"])
                torch._foreach_clamp_max_(self.of_d, self.case["clip"])

    def turn_g(self):
        self.turn(self.optimiser_g, self.of_g, self.objective_g(self.latents()))


class InfoGan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.trunk = self.network("generator"), self.network("trunk")
        self.d, self.q = self.network("discriminator"), self.network("q")
        self.of_g = list(self.g.parameters())
        self.of_d = [p for part in (self.trunk, self.d, self.q) for p in part.parameters()]
        self.optimiser_g = optimiser(case["optimisers"]["generator"], self.of_g)
        self.optimiser_d = optimiser(case["optimisers"]["discriminator"], self.of_d)
        self.categories, self.continuous = case["codes"]["categorical"], case["codes"]["continuous"]
        self.finish()

    def latents(self):
        n = self.case["batchSize"]
        noise = torch.randn(n, self.latent_size - sum(self.categories) - self.continuous)
        parts = [F.one_hot(torch.randint(k, (n,)), k).float() for k in self.categories]
        return torch.cat([noise, *parts, torch.rand(n, self.continuous) * 2 - 1], 1)

    def information(self, features, z):
        """L_I of the categorical and the continuous codes, in nats."""
        sizes = [*self.categories, self.continuous]
        read, true = self.q(features).split(sizes, 1), z[:, -sum(sizes) :].split(sizes, 1)
        bound = self.continuous * math.log(2)
        for k, logits, one_hot in zip(self.categories, read, true):
            bound = bound + (one_hot * F.log_softmax(logits, 1)).sum(1).mean() + math.log(k)
        squares = (true[-1] - read[-1]).square() + math.log(2 * math.pi)
        return bound - 0.5 * squares.sum(1).mean()

    def generate(self, z):
        return self.g(z)

    def objective_d(self, real, fake, z):
        on_real = self.d(self.trunk(real))
        features = self.trunk(fake)
        return self.loss_d(on_real, self.d(features)) - self.information(features, z)

    def objective_g(self, z):
        features = self.trunk(self.g(z))
        return self.loss_g(self.d(features)) - self.case["lambda"] * self.information(features, z)

    def turn_d(self):
        z = self.latents()
        with torch.no_grad():
            fake = self.generate(z)
        self.turn(self.optimiser_d, self.of_d, self.objective_d(self.real(), fake, z))

    def turn_g(self):
        self.turn(self.optimiser_g, self.of_g, self.objective_g(self.latents()))
