"""
One side of a benchmark: reads a command a line, answers each with a line of JSON.

    {"do": "prepare", "case": {...}, "variant": "eager", "threads": 2, "data": FILE}
    {"do": "objectives"}             -> {"values": what each player minimises at its weights of this moment}
    {"do": "run", "steps": N}        -> {"ms": time of all}
    {"do": "sample", "count": N, "file": FILE}  float32, [count, 28, 28, 1]
"""

import ctypes
import json
import platform
import sys
import time

import torch

from games import SYSTEMS


def read_images(file):
    """The images of an IDX file, [count, 1, height, width], uint8."""
    with open(file, "rb") as idx:
        raw = bytearray(idx.read())
    count, height, width = (int.from_bytes(raw[at : at + 4], "big") for at in (4, 8, 12))
    return torch.frombuffer(raw, dtype=torch.uint8, offset=16).view(count, 1, height, width)


def enlarged(images, size):
    """Digits as colour pictures, [4096, 3, size, size], uint8, as game.ts has them."""
    digits = images[:4096].float()
    large = torch.nn.functional.interpolate(digits, size=(size, size), mode="nearest")
    return large.to(torch.uint8).repeat(1, 3, 1, 1)


class Worker:
    def prepare(self, case, variant, threads, data):
        torch.manual_seed(case["seed"])
        torch.set_num_threads(threads)
        images = read_images(data)
        if "pictures" in case:
            images = enlarged(images, case["pictures"])
        self.game = SYSTEMS[case["system"]](case, images, variant)
        return {"version": torch.__version__, "python": platform.python_version()}

    def objectives(self):
        return {"values": self.game.objectives()}

    def run(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.game.step()
        return {"ms": (time.perf_counter() - start) * 1000}

    def sample(self, count, file):
        self.game.g.eval()
        with torch.no_grad(), open(file, "wb") as out:
            for start in range(0, count, 500):
                z = torch.cat([self.game.latents() for _ in range(-(-500 // self.game.case["batchSize"]))])
                images = self.game.g(z[: min(500, count - start)]).permute(0, 2, 3, 1).contiguous()
                out.write(ctypes.string_at(images.data_ptr(), images.nbytes))  # there is no NumPy here
        self.game.g.train()
        return {}


worker = Worker()
for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = getattr(worker, command.pop("do"))(**command)
    except Exception as error:  # told to whoever asked, who can go on without this
        answer = {"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"}
    print(json.dumps(answer), flush=True)
