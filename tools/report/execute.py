"""Executes a notebook in a clean kernel: `execute.py KERNELS FOLDER`, the notebook on standard input.

KERNELS is where the kernelspecs are, FOLDER the working directory of the kernel. Standard output has one JSON object a
line: {"start": cell} and {"end": cell, "seconds"} around each code cell; then either {"notebook": with its outputs} or
{"failed": cell, "error": text}. Cells count from 0. What the kernel's process itself writes goes to standard error.
"""

import asyncio
import json
import os
import re
import signal
import sys
import threading
import time
from queue import Empty

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = "tslab"
LATE = 0.5  # seconds after the last cell in which code in the background may still fail
UNCAUGHT = re.compile(r"^(UncaughtException|UnhandledPromiseRejection): (.*)", re.DOTALL | re.MULTILINE)


class Failure(RuntimeError):
    """A notebook that did not run as it should, in words for its reader."""


class Run:
    """One execution of a notebook: nbclient, with an eye on what it lets pass."""

    def __init__(self, notebook, kernels):
        specs = KernelSpecManager(kernel_dirs=[kernels], ensure_native_kernel=False)
        self.notebook = notebook
        self.cell = 0  # the one that runs, or ran last
        self.uncaught = None  # an error of code in the background
        self.traceback = []  # of the cell that ran last, in lines
        self.client = NotebookClient(
            notebook,
            km=AsyncKernelManager(kernel_name=KERNEL, kernel_spec_manager=specs),
            timeout=None,
            startup_timeout=120,
            on_notebook_start=self.listen,
            on_cell_executed=self.check_reply,
        )

    async def execute(self, folder, output):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
        kernel = self.client.km
        # The kernel must not share our own streams: Node makes them non-blocking for whoever else has them.
        await kernel.start_kernel(cwd=folder, stdout=output, stderr=output)
        try:
            await self.client.async_start_new_kernel_client()
            info = await self.client.kc.kernel_info(reply=True, timeout=120)
            # JupyterLab calls a notebook edited, on opening it, if it says anything else than the kernel.
            self.notebook.metadata["language_info"] = info["content"]["language_info"]
            for self.cell, cell in enumerate(self.notebook.cells):
                if cell.cell_type == "code" and cell.source.strip():
                    await self.execute_cell(cell)
            await self.late_errors()
        finally:
            await kernel.shutdown_kernel(now=True)

    async def execute_cell(self, cell):
        tell(start=self.cell)
        start = time.monotonic()
        await self.client.async_execute_cell(cell, self.cell, execution_count=self.client.code_cells_executed + 1)
        tell(end=self.cell, seconds=time.monotonic() - start)
        self.check_background()

    def listen(self, notebook):
        """Looks at every message, before nbclient drops those that belong to cells that have ended."""
        channel = self.client.kc.iopub_channel
        receive = channel.get_msg

        async def get_msg(*args, **kwargs):
            message = await receive(*args, **kwargs)
            content = message["content"]
            if content.get("name") == "stderr" and (error := UNCAUGHT.search(content["text"])):
                self.uncaught = self.uncaught or error[2]
            return message

        channel.get_msg = get_msg

    def check_reply(self, cell, cell_index, execute_reply):
        """Any answer but `ok` and `error` is `ok` to nbclient, even that the cell was not executed."""
        status = execute_reply["content"]["status"]
        self.traceback = execute_reply["content"].get("traceback", [])
        if status not in ("ok", "error"):
            raise Failure(f"The kernel did not execute this cell: it answered {status!r}.")

    def check_background(self):
        if self.uncaught:
            raise Failure(f"Uncaught error of code in the background:\n{self.uncaught}")

    async def late_errors(self):
        end = time.monotonic() + LATE
        while (left := end - time.monotonic()) > 0:
            try:
                await self.client.kc.iopub_channel.get_msg(timeout=left)
            except Empty:
                break
        self.check_background()


def tell(**event):
    print(json.dumps(event), flush=True)


def forward(source):
    """Copies what the kernel's process writes to our standard error, in a thread, until the process has ended."""

    def copy():
        while chunk := os.read(source, 65536):
            sys.stderr.buffer.write(chunk)
            sys.stderr.buffer.flush()

    thread = threading.Thread(target=copy, daemon=True)
    thread.start()
    return thread


def main(kernels, folder):
    run = Run(nbformat.from_dict(json.load(sys.stdin)), kernels)
    source, output = os.pipe()
    copying = forward(source)
    try:
        asyncio.run(run.execute(folder, output))
        error = None
    except CellExecutionError as failure:
        error = "\n".join(run.traceback) or f"{failure.ename}: {failure.evalue}"
    except (RuntimeError, asyncio.CancelledError) as failure:
        error = str(failure)
    os.close(output)
    copying.join(timeout=5)
    tell(notebook=run.notebook) if error is None else tell(failed=run.cell, error=error)


main(*sys.argv[1:])
