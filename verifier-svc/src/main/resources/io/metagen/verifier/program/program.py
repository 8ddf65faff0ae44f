"""The process of the program under test: runs it, then serves what the tests ask of it."""
import os
import sys
import types

import peer
import sandbox
import wire

OUT_OF_MEMORY = 77


def main(channel, limits, scratch, parent, source, listener):
    try:
        sandbox.enter(limits, parent, scratch, listener)
    except (OSError, ValueError, sandbox.Refused) as error:
        channel.send(["refused", str(error)])
        os._exit(1)
    channel.send(["ready"])
    try:
        serve(channel, source)
    except wire.Gone:
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # not even enough to say so


def serve(channel, source):
    end = peer.Peer(channel, lambda operation, arguments: None, True, BaseException)
    module = types.ModuleType("program")
    sys.modules["program"] = module
    peer.OPERATIONS["load"] = lambda: load(module, source)
    while True:
        end.serve(channel.receive())


def load(module, source):
    """Runs the program's text and returns what it defined, and the names of modules that it imported."""
    exec(compile(source, "<program>", "exec"), module.__dict__)
    own = {name: value for name, value in module.__dict__.items() if not name.startswith("__")}
    modules = [name for name, value in own.items() if isinstance(value, types.ModuleType)]
    return {name: value for name, value in own.items() if name not in modules}, modules
