"""Loads the sandbox's modules from standard input, so that no file of theirs can be read or changed."""
import json
import os
import sys
import types


def read(size):
    parts = []
    while size:
        part = os.read(0, size)
        if not part:
            os._exit(1)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive():
    """Returns the next message: eight hexadecimal digits of length, then JSON. Reads no byte beyond it."""
    return json.loads(read(int(read(8), 16)))


for name, source in receive():
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, name, "exec"), module.__dict__)
sys.modules["launcher"].main(receive)
