"""What a hub does in somebody's home: `home.py put` and `home.py get`, JSON on standard input and output.

It runs there, as the account that owns it, started by homes.py: whatever links a person makes lead nowhere that they may not go
themselves.
"""

import json
import os
import stat
import sys

FOLDER = "notebooks"
LARGEST = 50 * 2**20


def put(notebooks, modules):
    """Writes notebooks, as {name: [text, when it was changed]}, and a link to where cells find gan-lib; returns the names of those
    that were not there. What is handed out is as old as it was, so that it is not what somebody has saved last."""
    os.makedirs(FOLDER, mode=0o700, exist_ok=True)
    if not os.path.lexists("node_modules"):
        os.symlink(modules, "node_modules")
    return [name for name, (text, changed) in notebooks.items() if put_one(name, text, changed)]


def put_one(name, text, changed):
    """Whole or not at all, and never over what is there, be it a link that leads nowhere."""
    draft, target = os.path.join(FOLDER, f".{name}.{os.getpid()}"), os.path.join(FOLDER, name)
    try:
        with open(draft, "x", encoding="utf-8") as file:
            file.write(text)
        os.utime(draft, (changed, changed))
        os.link(draft, target)
        return True
    except FileExistsError:
        return False
    finally:
        if os.path.lexists(draft):
            os.unlink(draft)


def get(name):
    """A notebook with the time when it was saved; without a name the one saved last. None where there is none."""
    names = [name] if name else sorted(list_of_notebooks(), key=saved, reverse=True)
    return next((found for found in map(read, names) if found), None)


def list_of_notebooks():
    return [name for name in os.listdir(FOLDER) if name.endswith(".ipynb")] if os.path.isdir(FOLDER) else []


def saved(name):
    return os.lstat(os.path.join(FOLDER, name)).st_mtime


def read(name):
    """Files alone: no links, nothing that one waits for, nothing without end."""
    try:
        descriptor = os.open(os.path.join(FOLDER, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
        with open(descriptor, encoding="utf-8", errors="replace", closefd=False) as file:
            return {"name": name, "saved": int(status.st_mtime * 1000), "text": file.read(LARGEST)}
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    os.umask(0o077)
    json.dump({"put": put, "get": get}[sys.argv[1]](**json.load(sys.stdin)), sys.stdout)
