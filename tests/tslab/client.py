"""A Jupyter client for tests: starts a kernel, plays a script of actions on it, prints all its messages as JSON.

Standard input: {"spec": kernel.json, "cwd": folder, "env": {name: value}, "actions": [action …]}, where an action is
  {"execute": code, "stop_on_error": true}   sends a cell and does not wait
  {"settle": true}                           waits until every cell sent so far has its reply and is idle
  {"until": text}                            waits until a stream has said `text` once more
  {"sleep": seconds}
  {"interrupt": true}                        what the ■ button does

Standard output: {"info": kernel_info_reply, "cells": [{"code", "reply", "messages"} …], "stderr": text, "alive": bool}
"""

import json
import sys
import tempfile
import time
from queue import Empty

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

PATIENCE = 60  # seconds, for any one wait


class Session:
    def __init__(self, client):
        self.client = client
        self.cells = {}  # by message id, in the order of sending
        self.heard = ""  # what the streams have said and no `until` has claimed yet

    def execute(self, code, stop_on_error=True):
        message = self.client.execute(code, stop_on_error=stop_on_error)
        self.cells[message] = {"code": code, "reply": None, "messages": []}

    def settle(self):
        self.listen(lambda: all(cell["reply"] and idle(cell) for cell in self.cells.values()))

    def until(self, text):
        self.listen(lambda: text in self.heard)
        self.heard = self.heard.partition(text)[2]

    def sleep(self, seconds):
        end = time.monotonic() + seconds
        self.listen(lambda: time.monotonic() > end)

    def listen(self, done):
        """Collects messages until `done()`."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"{PATIENCE} s of waiting, last heard: … {str(self.cells)[-300:]}")
            for cell, message in self.messages():
                if message["msg_type"] == "execute_reply":
                    cell["reply"] = message["content"]
                else:
                    cell["messages"].append({"type": message["msg_type"], "content": message["content"]})
                    self.heard += message["content"].get("text", "")

    def messages(self):
        for receive in (self.client.get_iopub_msg, self.client.get_shell_msg):
            try:
                while True:
                    message = receive(timeout=0.01)
                    cell = self.cells.get(message["parent_header"].get("msg_id"))
                    if cell:
                        yield cell, message
            except Empty:
                pass


def idle(cell):
    return any(m["content"].get("execution_state") == "idle" for m in cell["messages"])


def main():
    script = json.load(sys.stdin)
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(**script["spec"])
    with tempfile.TemporaryFile() as stderr:
        manager.start_kernel(cwd=script["cwd"], env={**script["env"]}, stdout=stderr, stderr=stderr)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            client.kernel_info()
            info = client.get_shell_msg(timeout=PATIENCE)["content"]
            session = Session(client)
            for action in script["actions"]:
                if "execute" in action:
                    session.execute(action["execute"], action.get("stop_on_error", True))
                elif "settle" in action:
                    session.settle()
                elif "until" in action:
                    session.until(action["until"])
                elif "sleep" in action:
                    session.sleep(action["sleep"])
                elif "interrupt" in action:
                    manager.interrupt_kernel()
            alive = manager.is_alive()
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        stderr.seek(0)
        said = stderr.read().decode(errors="replace")
    json.dump({"info": info, "cells": list(session.cells.values()), "stderr": said, "alive": alive}, sys.stdout)


main()
