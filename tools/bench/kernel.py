"""
Times cells in a new kernel. Standard input: {"spec": kernel.json, "cwd": folder, "cells": [code, ...]}.
Standard output: [ms from the start of the kernel to the end of the first cell, ms of each cell after it].
"""

import json
import sys
import tempfile
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec


class OneKernel(KernelManager):
    @property
    def kernel_spec(self):
        return self.spec


def main(request):
    with tempfile.TemporaryDirectory() as folder:
        manager = OneKernel(connection_file=f"{folder}/connection.json")
        manager.spec = KernelSpec(**request["spec"])
        start = time.perf_counter()
        manager.start_kernel(cwd=request["cwd"])
        client = manager.client()
        client.start_channels()
        times = []
        try:
            client.wait_for_ready(timeout=60)
            for code in request["cells"]:
                reply = client.execute_interactive(code, timeout=120, output_hook=lambda message: None)
                if reply["content"]["status"] != "ok":
                    raise RuntimeError(str(reply["content"]))
                times.append((time.perf_counter() - start) * 1000)
                start = time.perf_counter()
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    print(json.dumps(times))


main(json.load(sys.stdin))
