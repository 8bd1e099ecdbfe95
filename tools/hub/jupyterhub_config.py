"""JupyterHub for a class, on one machine: `npm run hub` starts it with its settings in the environment, as JSON in GAN_HUB.

Everybody has an account of this machine, `gan-<name>`, made at the first login. The project is what all share and nobody
may write; a home, its notebooks, its runs and its kernels are one's own.
"""

import json
import os
import pwd
import resource
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import homes  # noqa: E402 – beside this file
from firstuseauthenticator import FirstUseAuthenticator
from jupyterhub.spawner import LocalProcessSpawner

c = get_config()  # noqa: F821

HUB = json.loads(os.environ["GAN_HUB"])
PROJECT, STATE = Path(HUB["project"]), Path(HUB["state"])


class Limits:
    """A group of processes a person (cgroup v2, or v1 where the machine has that), if we may make one."""

    V2, V1 = Path("/sys/fs/cgroup"), {"memory": "memory.limit_in_bytes", "pids": "pids.max"}

    def __init__(self, name):
        values = {"memory": HUB["megabytes"] * 2**20, "pids": HUB["processes"]}
        if (self.V2 / "cgroup.controllers").exists():
            names = {"memory": "memory.max", "pids": "pids.max"}
            self.files = [(self.V2 / "gan-hub" / name, names[kind], value) for kind, value in values.items()]
        else:
            self.files = [(self.V2 / kind / "gan-hub" / name, self.V1[kind], value) for kind, value in values.items()]

    def make(self):
        """Which limits hold; what cannot be limited is said in the hub's log."""
        self.groups = []
        for group, file, value in self.files:
            try:
                group.mkdir(parents=True, exist_ok=True)
                (group / file).write_text(str(value))
                self.groups.append(group)
            except OSError as error:
                print(f"gan-hub: {file} is not limited: {error}", file=sys.stderr, flush=True)
        return self

    def enter(self):
        for group in self.groups:
            (group / "cgroup.procs").write_text(str(os.getpid()))


class ClassSpawner(LocalProcessSpawner):
    """A server as the account of its person, within limits."""

    @property
    def account(self):
        return homes.account_of(self.user.name)

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(self.account)
        limits = Limits(self.account).make()

        def preexec():
            limits.enter()
            # Also where there are no groups: a fork bomb ends at its own account.
            resource.setrlimit(resource.RLIMIT_NPROC, (HUB["processes"], HUB["processes"]))
            os.umask(0o077)
            become()

        return preexec

    def user_env(self, env):
        env.update(USER=self.account, HOME=pwd.getpwnam(self.account).pw_dir, SHELL="/bin/bash")
        return env


def prepare(spawner):
    """Makes the account, and hands out what is not there yet: nothing that somebody has is written over."""
    name = homes.account_of(spawner.user.name)
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        home = Path(HUB["homes"]) / name
        subprocess.run(["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", name], check=True)
        account = pwd.getpwnam(name)
        os.chmod(account.pw_dir, 0o700)
    try:
        homes.put(account, HUB["notebooks"], PROJECT / "node_modules")
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        # Whoever has spoilt their own home gets their server all the same.
        print(f"gan-hub: nothing is handed out to {name}: {error}", file=sys.stderr, flush=True)


# Who may come in: the class. The first password that somebody types is kept.
c.JupyterHub.authenticator_class = FirstUseAuthenticator
c.FirstUseAuthenticator.dbm_path = str(STATE / "passwords.dbm")
c.FirstUseAuthenticator.min_password_length = 8
c.FirstUseAuthenticator.create_users = False
c.Authenticator.allowed_users = set(HUB["names"])
c.Authenticator.admin_users = set(HUB["teachers"])
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,20}"

if HUB["systemd"] is None:
    c.JupyterHub.spawner_class = ClassSpawner
else:  # which has an account's environment and limits of its own
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.update(HUB["systemd"])
c.Spawner.pre_spawn_hook = prepare
c.Spawner.cmd = [str(Path(sys.executable).parent / "jupyterhub-singleuser")]
c.Spawner.args = ["--KernelManager.transport=ipc", "--ServerApp.terminals_enabled=False"]
c.Spawner.notebook_dir = "~/notebooks"
c.Spawner.default_url = "/lab"
c.Spawner.disable_user_config = True
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
c.Spawner.environment = {
    **HUB["environment"],
    "GAN_RUNS": lambda spawner: f"{pwd.getpwnam(homes.account_of(spawner.user.name)).pw_dir}/runs",
}
c.JupyterHub.concurrent_spawn_limit = 8

# A kernel that nobody has used for a while goes, then the server, then the memory is free for others.
culling = {"MappingKernelManager.cull_idle_timeout": 3600, "MappingKernelManager.cull_interval": 300}
c.Spawner.args += [f"--{name}={value}" for name, value in culling.items()]
cull = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={HUB['idle']}"]
services = [{"name": "cull", "command": cull}]
scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
roles = [{"name": "cull", "services": ["cull"], "scopes": scopes}]
if token := os.environ.get("GAN_HUB_TOKEN"):  # for tests: what may act for people of the class
    services.append({"name": "test", "api_token": token})
    roles.append({"name": "test-role", "services": ["test"], "scopes": ["admin:users", "admin:servers", "tokens"]})
c.JupyterHub.services = services
c.JupyterHub.load_roles = roles

# Loopback only; TLS is for whatever stands in front.
c.JupyterHub.bind_url = f"http://127.0.0.1:{HUB['port']}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{HUB['port'] + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{HUB['port'] + 2}"
c.ConfigurableHTTPProxy.command = HUB["proxy"]
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{STATE / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.template_vars = {"announcement_login": "Your first password is kept: choose it now."}
os.umask(0o077)
