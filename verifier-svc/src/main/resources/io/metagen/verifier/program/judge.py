"""The process of the tests: runs them against the program's process and says what came of it.

The verdict is made here. The program's process answers calls and can do nothing else.
"""
import ast
import builtins
import importlib
import json
import os
import reprlib
import signal
import sys
import types

import peer
import sandbox
import wire

MOST_CHARACTERS = 500
DEFINITIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom
SERVED = {"call", "iter", "next", "len", "getitem", "setitem", "contains", "bool", "str", "repr", "hash", "isinstance",
          *peer.COMPARISONS, *peer.BINARY, *peer.NUMBERS}


class TimeLimit(BaseException):
    """The wall time is over."""


def main(channel, verdict, limits, parent, tests, only_check):
    try:
        sandbox.enter(limits, parent)
        report = judge(channel, limits, tests, only_check)
    except (OSError, sandbox.Refused) as error:
        report = {"verdict": "refused", "text": cut(str(error))}
    except TimeLimit:
        report = {"verdict": "timeout", "limit": "wall"}
    os.write(verdict, json.dumps(report).encode())
    os._exit(0)


def judge(channel, limits, tests, only_check):
    try:
        suite = Suite(tests)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return {"verdict": "invalid", "text": cut(str(error) or type(error).__name__)}
    try:
        greeting = channel.receive()
    except wire.Gone:
        greeting = ["refused", "the program's process ended before it began"]
    if greeting[0] != "ready":
        return {"verdict": "refused", "text": cut(greeting[1])}
    return {"verdict": "valid"} if only_check else suite.run(channel, limits["wall_seconds"])


class Suite:
    """Tests of one request: statements, then functions whose names begin with test_, in their order."""

    def __init__(self, source):
        self.source = source
        tree = ast.parse(source, "<tests>")
        self.functions = [
            node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        if any(isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_") for node in tree.body):
            raise ValueError("tests can't be asynchronous functions")
        self.asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        if not self.asserts and not self.functions:
            raise ValueError("there is no assert and no function whose name begins with test_")
        if not self.functions and all(isinstance(node, DEFINITIONS) for node in tree.body):
            raise ValueError("there are only definitions; call them, or name a function test_ and more")
        self.spans = [(node.lineno, node.end_lineno) for node in self.asserts]
        for index, node in enumerate(self.asserts):
            self.watch(index, node)
        self.code = compile(ast.fix_missing_locations(tree), "<tests>", "exec")
        self.kept = {}
        self.expired = False

    def watch(self, index, node):
        """Has an assertion keep the values that it looks at."""
        def keeping(name, value):
            call = ast.Call(ast.Name("__keep__", ast.Load()), [ast.Constant(index), ast.Constant(name), value], [])
            return ast.copy_location(call, value)
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            test.left = keeping("left", test.left)
            test.comparators = [keeping("right", test.comparators[0])]
        else:
            node.test = keeping("value", test)

    def keep(self, index, name, value):
        if self.kept.get("index") != index or name != "right":
            self.kept = {"index": index}
        self.kept[name] = value
        return value

    def run(self, channel, seconds):
        signal.signal(signal.SIGALRM, self.expire)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        end = peer.Peer(channel, admit, False, Exception)
        try:
            self.execute(end)
            end.request("bool", True)  # a program that ended itself in a test that let it does not pass
            self.disarm()
            return {"verdict": "timeout", "limit": "wall"} if self.expired else {"verdict": "passed"}
        except BaseException as error:
            self.disarm()
            return self.report(error)

    def expire(self, *_):
        self.expired = True
        raise TimeLimit

    def disarm(self):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)

    def execute(self, end):
        defined, modules = end.request("load")
        values = {name: value for name, value in defined.items() if not name.startswith("__")}
        namespace = {"__name__": "tests", "__keep__": self.keep}
        namespace.update(
            (name, importlib.import_module(name)) for name in modules if name in sys.stdlib_module_names)
        namespace.update((name, value) for name, value in values.items() if not hasattr(builtins, name))
        module = types.ModuleType("program")
        module.__dict__.update(values)
        sys.modules["program"] = module
        exec(self.code, namespace)
        for name in self.functions:
            namespace[name]()

    def report(self, error):
        line = tests_line(error)
        report = {"line": line, "source": cut(self.text(line))}
        origin = error.__dict__.get("origin")
        if origin:
            name, text, lines, _ = origin
            memory = name == "MemoryError" or name == "OSError" and text.startswith("[Errno 12]")
            report.update(verdict="memory" if memory else "error", type=cut(name), text=cut(text))
            if lines:
                report["program_line"] = lines[-1]
        elif isinstance(error, wire.Gone):
            report.update(verdict="gone")
        elif isinstance(error, TimeLimit):
            report.update(verdict="timeout", limit="wall")
        elif isinstance(error, MemoryError):
            report.update(verdict="memory")
        elif isinstance(error, AssertionError):
            report.update(verdict="failed", text=cut(str(error)), **self.values(line))
        else:
            report.update(verdict="error", type=type(error).__name__, text=cut(str(error)))
        return report

    def text(self, line):
        """Returns the source of the assertion at a line, or else the line."""
        for first, last in self.spans:
            if first <= line <= last:
                return "\n".join(self.source.splitlines()[first - 1:last]).strip()
        return self.source.splitlines()[line - 1].strip() if line else ""

    def values(self, line):
        index = self.kept.get("index")
        if index is None or not self.spans[index][0] <= line <= self.spans[index][1]:
            return {}
        return {name: shown(value) for name, value in self.kept.items() if name != "index"}


def admit(operation, arguments):
    """Lets the program use objects of the tests that it was given, but no way from them to what made them."""
    if operation in ("getattr", "setattr"):
        value, name = arguments[:2]
        own = type(value).__module__ == "tests" and not name.startswith("_")
        if not own or operation == "setattr" and callable(getattr(type(value), name, None)):
            raise AttributeError("the tests do not let programs use " + name)
    elif operation not in SERVED:
        raise AttributeError("the tests do not let programs do this")


def tests_line(error):
    line, step = 0, error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == "<tests>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def shown(value):
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = 200
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = 20
    try:
        return cut(short.repr(value))
    except BaseException as error:
        return "(no text: %s)" % type(error).__name__


def cut(text):
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "..."
