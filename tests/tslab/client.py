"""A Jupyter client for tests: starts a kernel, plays a script of actions on it, prints all its messages as JSON.

Standard input: {"spec": kernel.json, "cwd": folder, "env": {name: value}, "transport": "tcp" or "ipc", "actions": [action …]},
where an action is
  {"execute": code, "stop_on_error": true}   sends a cell and does not wait; "silent" and "store_history" as in Jupyter
  {"request": type, "content": {}, "channel": "shell"}   sends any request and waits for its reply, if it has one
  {"heartbeat": text}                        sends a heartbeat and waits for its echo, which is heard
  {"raw": [text …]}                          sends frames as they are
  {"settle": true}                           waits until every cell sent so far has its reply and is idle
  {"until": text}                            waits until a stream has said `text` once more
  {"sleep": seconds}
  {"interrupt": true}                        what the ■ button does
  {"kill": true}                             ends the kernel with SIGKILL

Standard output: {"info": kernel_info_reply, "cells": [{"code", "reply", "messages"} …], "requests": [the same, with "type"
and "reply_type"], "stderr": text, "alive": bool}
"""

import json
import signal
import sys
import tempfile
import time
from queue import Empty

import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

PATIENCE = 60  # seconds, for any one wait


class Session:
    def __init__(self, client):
        self.client = client
        self.cells = {}  # by message id, in the order of sending
        self.requests = {}  # all others
        self.heard = ""  # what the streams have said and no `until` has claimed yet

    def execute(self, code, stop_on_error=True, silent=False, store_history=True):
        message = self.client.execute(
            code, stop_on_error=stop_on_error, silent=silent, store_history=store_history and not silent
        )
        self.cells[message] = {"code": code, "reply": None, "messages": []}

    def request(self, message_type, content, channel):
        message = self.client.session.msg(message_type, content)
        record = {"type": message_type, "reply_type": None, "reply": None, "messages": []}
        self.requests[message["header"]["msg_id"]] = record
        getattr(self.client, f"{channel}_channel").send(message)
        self.listen(lambda: idle(record) and (record["reply"] or message_type.startswith(("comm_open", "unknown"))))

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
                if message["msg_type"].endswith("_reply"):
                    cell["reply"] = message["content"]
                    if "reply_type" in cell:
                        cell["reply_type"] = message["msg_type"]
                else:
                    cell["messages"].append({"type": message["msg_type"], "content": message["content"]})
                    self.heard += message["content"].get("text", "")

    def messages(self):
        for receive in (self.client.get_iopub_msg, self.client.get_shell_msg, self.client.get_control_msg):
            try:
                while True:
                    message = receive(timeout=0.01)
                    parent = message["parent_header"].get("msg_id")
                    cell = self.cells.get(parent) or self.requests.get(parent)
                    if cell:
                        yield cell, message
            except Empty:
                pass


def heartbeat(client, text):
    info = client.get_connection_info()
    separator = "-" if info["transport"] == "ipc" else ":"
    with zmq.Context() as context, context.socket(zmq.REQ) as socket:
        socket.connect(f"{info['transport']}://{info['ip']}{separator}{info['hb_port']}")
        socket.send_string(text)
        return socket.recv_string() if socket.poll(PATIENCE * 1000) else "no heartbeat"


def idle(cell):
    return any(m["content"].get("execution_state") == "idle" for m in cell["messages"])


def main():
    script = json.load(sys.stdin)
    manager = KernelManager(transport=script["transport"])
    if script["transport"] == "ipc":
        manager.ip = tempfile.mktemp(prefix="kernel-")
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
                    options = {name: value for name, value in action.items() if name != "execute"}
                    session.execute(action["execute"], **options)
                elif "request" in action:
                    channel = action.get("channel", "shell")
                    session.request(action["request"], action.get("content", {}), channel)
                elif "raw" in action:
                    frames = [frame.encode() for frame in action["raw"]]
                    client.shell_channel.socket.send_multipart(frames)
                elif "heartbeat" in action:
                    session.heard += heartbeat(client, action["heartbeat"])
                elif "settle" in action:
                    session.settle()
                elif "until" in action:
                    session.until(action["until"])
                elif "sleep" in action:
                    session.sleep(action["sleep"])
                elif "interrupt" in action:
                    manager.interrupt_kernel()
                elif "kill" in action:
                    manager.signal_kernel(signal.SIGKILL)
            alive = manager.is_alive()
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        stderr.seek(0)
        said = stderr.read().decode(errors="replace")
    cells, requests = list(session.cells.values()), list(session.requests.values())
    json.dump({"info": info, "cells": cells, "requests": requests, "stderr": said, "alive": alive}, sys.stdout)


main()
