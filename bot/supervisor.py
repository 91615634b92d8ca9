"""Tells systemd, where it started us, that we work: `systemctl restart` then waits until we really do."""

import os
import socket


def say_ready() -> None:
    """READY=1 to the socket that the environment names; nothing where there is none."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    # «@» stands for the zero byte of a name that is no file.
    name = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.connect(name)
        channel.sendall(b"READY=1")
