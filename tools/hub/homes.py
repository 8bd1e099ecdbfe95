"""The homes of a class: notebooks are put into them and copies are taken out, for the hub and for `npm run hub`.

Root starts home.py in each home with the rights of its owner alone. As a program: `homes.py put` or `homes.py get`, with
{"names": people, "given": what home.py is given} on standard input, and on standard output for each name {"found": …} or
{"error": why}.
"""

import json
import pwd
import subprocess
import sys
from pathlib import Path

PREFIX = "gan-"  # nobody becomes an account that was there before: not root, not the teacher
SECONDS = 60


def account_of(name):
    return PREFIX + name


def inside(uid, gid, folder, verb, given):
    """What home.py says in a folder, run by the account of these ids."""
    done = subprocess.run(
        [sys.executable, "-I", Path(__file__).with_name("home.py"), verb],
        input=json.dumps(given),
        text=True,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        cwd=folder,
        env={},
        user=uid,
        group=gid,
        extra_groups=[],
    )
    if done.returncode != 0:
        raise OSError((done.stderr.strip().splitlines() or ["it has ended"])[-1])
    return json.loads(done.stdout)


def put(account, folders, modules):
    """Hands out the notebooks of folders to an account; returns the names of those that it had not."""
    paths = [path for folder in folders for path in sorted(Path(folder).glob("*.ipynb"))]
    notebooks = {path.name: [path.read_text(encoding="utf-8"), path.stat().st_mtime] for path in paths}
    return in_home(account, "put", {"notebooks": notebooks, "modules": str(modules)})


def get(account, name=None):
    """A notebook of an account, by default the one saved last; None if it has none."""
    return in_home(account, "get", {"name": name})


def in_home(account, verb, given):
    return inside(account.pw_uid, account.pw_gid, account.pw_dir, verb, given)


def answer(name, do, given):
    try:
        return {"found": do(pwd.getpwnam(account_of(name)), **given)}
    except KeyError:
        return {"error": "has never logged in"}
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return {"error": f"{error}"}


if __name__ == "__main__":
    do, asked = {"put": put, "get": get}[sys.argv[1]], json.load(sys.stdin)
    json.dump({name: answer(name, do, asked["given"]) for name in asked["names"]}, sys.stdout)
