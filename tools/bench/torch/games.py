"""The games of the library in PyTorch: the same players, updates and losses, written for speed."""

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


class Player:
    """What it draws, without a graph; what it minimises of that; whose weights it moves."""

    def __init__(self, spec, networks, draw, objective, updates=1, clip=None):
        self.draw, self.objective = draw, objective
        self.updates, self.clip = updates, clip
        self.parameters = [p for network in networks for p in network.parameters()]
        self.optimiser = optimiser(spec, self.parameters)

    def value(self):
        with torch.no_grad():
            drawn = self.draw()
        return self.objective(*drawn)

    def update(self):
        value = self.value()
        self.optimiser.zero_grad(set_to_none=True)
        value.backward(inputs=self.parameters)
        self.optimiser.step()
        if self.clip is not None:
            with torch.no_grad():
                torch._foreach_clamp_min_(self.parameters, -self.clip)
                torch._foreach_clamp_max_(self.parameters, self.clip)


class Game:
    """What the games have in common: networks, data, latents and players, in their order."""

    def __init__(self, case, images, variant):
        self.case, self.images, self.variant = case, images, variant
        self.n = case["batchSize"]
        self.loss_d, self.loss_g = LOSSES[case["loss"]]
        self.order, self.position = {}, {}
        self.players = {}

    def network(self, role):
        spec = self.case[role]
        made, _ = build(spec["layers"], spec["input"])
        return made.to(memory_format=torch.channels_last) if self.variant == "channels_last" else made

    def compiled(self, function):
        """What is differentiated, or runs without a graph, compiled if that is asked for."""
        return torch.compile(function) if self.variant == "compile" else function

    def player(self, role, networks, draw, objective, **more):
        self.players[role] = Player(self.case["optimisers"][role], networks, draw, objective, **more)

    def digits(self, name="data"):
        """The next batch in [-1, 1]; every epoch in a new order."""
        count, position = len(self.images), self.position.get(name, len(self.images))
        if position + self.n > count:
            self.order[name], position = torch.randperm(count), 0
        rows = self.order[name][position : position + self.n]
        self.position[name] = position + self.n
        batch = self.images[rows].float().div_(127.5).sub_(1)
        # With one channel the layout of channels last and of channels first is the same.
        if self.variant == "channels_last" and batch.shape[1] > 1:
            return batch.contiguous(memory_format=torch.channels_last)
        return batch

    def normal(self, size):
        return torch.randn(self.n, size)

    def step(self):
        for player in self.players.values():
            for _ in range(player.updates):
                player.update()

    def objectives(self):
        return {role: player.value().item() for role, player in self.players.items()}


def normalises(network):
    return any(isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)) for m in network.modules())


def on_batches(network, batches):
    """The network on several batches: as one, if no batch normalisation ties the samples of a batch together."""
    if normalises(network):
        return [network(batch) for batch in batches]
    return network(torch.cat(batches)).split([len(batch) for batch in batches])


class Gan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.d = self.network("generator"), self.network("discriminator")
        self.generate = self.compiled(self.g)
        self.adversarial = self.compiled(self.objective_d)
        more = {"updates": case.get("discriminatorUpdates", 1), "clip": case.get("clip")}
        penalised = self.penalised if case.get("gradientPenalty") else self.adversarial
        self.player("discriminator", [self.d], self.draw_d, penalised, **more)
        self.player("generator", [self.g], self.draw_g, self.compiled(self.objective_g))

    def latents(self):
        return self.normal(self.case["generator"]["input"][0])

    def draw_d(self):
        return self.digits(), self.generate(self.latents())

    def objective_d(self, real, fake):
        return self.loss_d(*on_batches(self.d, [real, fake]))

    def penalised(self, real, fake):
        """torch.compile cannot differentiate a gradient."""
        mix = torch.rand(len(real), 1, 1, 1)
        between = torch.lerp(fake, real, mix).requires_grad_()
        (gradient,) = torch.autograd.grad(self.d(between).sum(), between, create_graph=True)
        norm = (gradient.flatten(1).square().sum(1) + 1e-12).sqrt()
        return self.adversarial(real, fake) + self.case["gradientPenalty"] * (norm - 1).square().mean()

    def draw_g(self):
        return (self.latents(),)

    def objective_g(self, z):
        return self.loss_g(self.d(self.g(z)))


class InfoGan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.trunk = self.network("generator"), self.network("trunk")
        self.d, self.q = self.network("discriminator"), self.network("q")
        self.categories, self.continuous = case["codes"]["categorical"], case["codes"]["continuous"]
        self.generate = self.compiled(self.g)
        readers = [self.trunk, self.d, self.q]
        self.player("discriminator", readers, self.draw_d, self.compiled(self.objective_d))
        self.player("generator", [self.g], self.draw_g, self.compiled(self.objective_g))

    def latents(self):
        noise = self.case["generator"]["input"][0] - sum(self.categories) - self.continuous
        parts = [F.one_hot(torch.randint(k, (self.n,)), k).float() for k in self.categories]
        return torch.cat([self.normal(noise), *parts, torch.rand(self.n, self.continuous) * 2 - 1], 1)

    def information(self, features, z):
        """L_I of the categorical and the continuous codes, in nats."""
        sizes = [*self.categories, self.continuous]
        read, true = self.q(features).split(sizes, 1), z[:, -sum(sizes) :].split(sizes, 1)
        bound = self.continuous * math.log(2)
        for k, logits, one_hot in zip(self.categories, read, true):
            bound = bound + (one_hot * F.log_softmax(logits, 1)).sum(1).mean() + math.log(k)
        squares = (true[-1] - read[-1]).square() + math.log(2 * math.pi)
        return bound - 0.5 * squares.sum(1).mean()

    def draw_d(self):
        z = self.latents()
        return self.digits(), self.generate(z), z

    def objective_d(self, real, fake, z):
        on_real, features = on_batches(self.trunk, [real, fake])
        on_real, on_fake = on_batches(self.d, [on_real, features])
        return self.loss_d(on_real, on_fake) - self.information(features, z)

    def draw_g(self):
        return (self.latents(),)

    def objective_g(self, z):
        features = self.trunk(self.g(z))
        return self.loss_g(self.d(features)) - self.case["lambda"] * self.information(features, z)


CONTENT = {"l1": F.l1_loss, "meanSquare": F.mse_loss}
GIVEN = {"negative": torch.neg, "reduced": lambda y: F.avg_pool2d(y, 4)}


class Translation(Game):
    """pix2pix, SRGAN."""

    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.d = self.network("generator"), self.network("discriminator")
        self.given, self.content = GIVEN[case["pairs"]], CONTENT[case["content"]]
        self.generate = self.compiled(self.g)
        self.player("discriminator", [self.d], self.draw_d, self.compiled(self.objective_d))
        self.player("generator", [self.g], self.draw_g, self.compiled(self.objective_g))

    def draw_g(self):
        y = self.digits()
        return self.given(y), y

    def draw_d(self):
        x, y = self.draw_g()
        return x, y, self.generate(x)

    def seen(self, x, y):
        return torch.cat([y, x], 1) if self.case["conditional"] else y

    def objective_d(self, x, y, fake):
        return self.loss_d(*on_batches(self.d, [self.seen(x, y), self.seen(x, fake)]))

    def objective_g(self, x, y):
        fake = self.g(x)
        fooling = self.case["adversarialWeight"] * self.loss_g(self.d(self.seen(x, fake)))
        return fooling + self.case["contentWeight"] * self.content(fake, y)


def sampled(outputs, noise):
    mean, log_variance = outputs.chunk(2, 1)
    return torch.addcmul(mean, (0.5 * log_variance).exp(), noise)


class VaeGan(Game):
    """Who only needs features of real samples gets them without a graph, with what it draws."""

    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.encoder, self.decoder = self.network("encoder"), self.network("decoder")
        self.body, self.head = self.network("body"), self.network("head")
        self.encode, self.decode = self.compiled(self.encoder), self.compiled(self.decoder)
        self.read = self.compiled(self.body)
        judges = [self.body, self.head]
        self.player("encoder", [self.encoder], self.draw_e, self.compiled(self.objective_e))
        self.player("decoder", [self.decoder], self.draw_g, self.compiled(self.objective_g))
        self.player("discriminator", judges, self.draw_d, self.compiled(self.objective_d))

    def noise(self):
        return self.normal(self.case["decoder"]["input"][0])

    def error(self, a, b):
        return F.mse_loss(a, b, reduction="sum") * (0.5 / self.n)

    def draw_e(self):
        x = self.digits()
        return x, self.noise(), self.read(x)

    def objective_e(self, x, noise, features):
        outputs = self.encoder(x)
        mean, log_variance = outputs.chunk(2, 1)
        kl = (mean.square() + log_variance.exp() - log_variance - 1).sum() * (0.5 / self.n)
        again = self.decoder(sampled(outputs, noise))
        return kl + self.error(self.body(again), features)

    def draw_codes(self):
        x = self.digits()
        return x, sampled(self.encode(x), self.noise()), self.noise()

    def draw_g(self):
        x, code, z = self.draw_codes()
        return code, z, self.read(x)

    def objective_g(self, code, z, features):
        fakes = on_batches(self.decoder, [code, z])
        again, drawn = on_batches(self.body, fakes)
        on_fakes = torch.cat([*on_batches(self.head, [again, drawn])])
        return self.case["gamma"] * self.error(again, features) + self.loss_g(on_fakes)

    def draw_d(self):
        x, code, z = self.draw_codes()
        return x, self.decode(code), self.decode(z)

    def objective_d(self, x, again, drawn):
        features = on_batches(self.body, [x, again, drawn])
        on_real, *on_fakes = on_batches(self.head, list(features))
        return self.loss_d(on_real, torch.cat(on_fakes))


class BiGan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.g, self.e = self.network("generator"), self.network("encoder")
        self.d = self.network("discriminator")
        self.generate, self.encode = self.compiled(self.g), self.compiled(self.e)
        self.player("discriminator", [self.d], self.draw_d, self.compiled(self.objective_d))
        self.player("generator", [self.g, self.e], self.draw_g, self.compiled(self.objective_g))

    def draw_g(self):
        return self.digits(), torch.rand(self.n, self.case["generator"]["input"][0]) * 2 - 1

    def draw_d(self):
        x, z = self.draw_g()
        return x, self.encode(x), self.generate(z), z

    def logits(self, x, code, fake, z):
        pairs = [torch.cat([x.flatten(1), code], 1), torch.cat([fake.flatten(1), z], 1)]
        return on_batches(self.d, pairs)

    def objective_d(self, x, code, fake, z):
        return self.loss_d(*self.logits(x, code, fake, z))

    def objective_g(self, x, z):
        on_real, on_fake = self.logits(x, self.e(x), self.g(z), z)
        return self.loss_d(on_fake, on_real)


class DiscoGan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.ab, self.ba = self.network("generator"), self.network("generator")
        self.a, self.b = self.network("discriminator"), self.network("discriminator")
        self.to_a, self.to_b = self.compiled(self.ba), self.compiled(self.ab)
        self.player("discriminator", [self.a, self.b], self.draw_d, self.compiled(self.objective_d))
        self.player("generator", [self.ab, self.ba], self.draw_g, self.compiled(self.objective_g))

    def draw_g(self):
        return self.digits("a"), self.digits("b").neg_()

    def draw_d(self):
        a, b = self.draw_g()
        return a, b, self.to_a(b), self.to_b(a)

    def objective_d(self, a, b, fake_a, fake_b):
        on_a = self.loss_d(*on_batches(self.a, [a, fake_a]))
        return on_a + self.loss_d(*on_batches(self.b, [b, fake_b]))

    def objective_g(self, a, b):
        fake_a, fake_b = self.ba(b), self.ab(a)
        fooling = self.loss_g(self.a(fake_a)) + self.loss_g(self.b(fake_b))
        undone = F.mse_loss(self.ba(fake_b), a) + F.mse_loss(self.ab(fake_a), b)
        return fooling + self.case["reconstructionWeight"] * undone


class VideoGan(Game):
    def __init__(self, case, images, variant):
        super().__init__(case, images, variant)
        self.foreground, self.background = self.network("foreground"), self.network("background")
        self.d = self.network("discriminator")
        self.generate = self.compiled(self.streams)
        makers = [self.foreground, self.background]
        self.player("discriminator", [self.d], self.draw_d, self.compiled(self.objective_d))
        self.player("generator", makers, self.draw_g, self.compiled(self.objective_g))

    def streams(self, z):
        moving, where = self.foreground(z).chunk(2, 1)
        mask, still = where.sigmoid(), self.background(z)
        return torch.lerp(still.expand_as(mask), moving.tanh(), mask), mask

    def draw_g(self):
        return (self.normal(self.case["foreground"]["input"][0]),)

    def draw_d(self):
        film, _ = self.generate(*self.draw_g())
        return self.digits().repeat(1, self.case["frames"], 1, 1), film

    def objective_d(self, real, fake):
        return self.loss_d(*on_batches(self.d, [real, fake]))

    def objective_g(self, z):
        film, mask = self.streams(z)
        return self.loss_g(self.d(film)) + self.case["sparsity"] * mask.mean()


SYSTEMS = {
    "gan": Gan,
    "infogan": InfoGan,
    "translation": Translation,
    "vaeGan": VaeGan,
    "bigan": BiGan,
    "discogan": DiscoGan,
    "videoGan": VideoGan,
}
