"""What runs a notebook, with the kernel of a sandbox: no other kernel of this machine is looked for."""

from __future__ import annotations

from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient import NotebookClient
from nbformat import NotebookNode

from wsis20.forkserver import ForkServer
from wsis20.sandbox import KERNEL, Sandbox


class Client(NotebookClient):
    """What runs a notebook in a sandbox, with a kernel from ``server`` or, where there is none, one of its own."""

    def __init__(self, ran: NotebookNode, box: Sandbox, server: ForkServer | None, **options) -> None:
        """Take the notebook, the sandbox, where kernels come from, and what nbclient can be told."""
        super().__init__(ran, **options)
        self.box, self.server = box, server

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Return what starts the kernel."""
        found = KernelSpecManager(
            kernel_dirs=[str(self.box.folder / "jupyter" / "kernels")], ensure_native_kernel=False
        )
        self.km = AsyncKernelManager(kernel_name=KERNEL, kernel_spec_manager=found)
        self.km.connection_file = str(self.box.folder / "jupyter" / "kernel.json")
        if self.server:
            self.km.provisioner = Provisioner(self.server, kernel_spec=self.km.kernel_spec, parent=self.km)
        return self.km

    def kill(self) -> None:
        """End the kernel at once, so that nobody waits for the cell that is running."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        if process is not None:
            process.kill()


class Provisioner(LocalProvisioner):
    """What starts a kernel by a fork."""

    process: Any  # a `Forked`

    def __init__(self, server: ForkServer, **options) -> None:
        """Take the server, and what Jupyter tells every provisioner."""
        super().__init__(**options)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Fork a kernel with the arguments that its command has after the name of the module."""
        arguments = cmd[cmd.index("-m") + 1 :]
        forked = self.server.fork(arguments, options["env"], options["cwd"], options["stdout"].name)
        self.process, self.pid, self.cwd = forked, forked.pid, options["cwd"]
        return self.connection_info
