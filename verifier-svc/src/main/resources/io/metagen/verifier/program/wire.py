"""Values as JSON, between the tests' process and the program's. What is read makes plain data and nothing else.

Plain data goes by value: lists, dictionaries and sets within a request are the same objects in its answer, so a
change that the other side made to one is made here too. Everything else goes as the number of an object that stays
where it is.
"""
import base64
import builtins
import collections
import importlib
import json
import os

MOST_BYTES = 16 << 20
TYPES = {t.__name__: t for t in (bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)}
CHANGEABLE = {list: "l", dict: "d", set: "s", bytearray: "B"}
# Classes of the library that go by value: how to take one apart for its constructor.
LIBRARY = {
    ("builtins", "range"): lambda v: [v.start, v.stop, v.step],
    ("builtins", "slice"): lambda v: [v.start, v.stop, v.step],
    ("collections", "Counter"): lambda v: [dict(v)],
    ("collections", "OrderedDict"): lambda v: [list(v.items())],
    ("collections", "deque"): lambda v: [list(v), v.maxlen],
    ("datetime", "date"): lambda v: [v.year, v.month, v.day],
    ("datetime", "datetime"): lambda v: [
        v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond, v.tzinfo],
    ("datetime", "time"): lambda v: [v.hour, v.minute, v.second, v.microsecond],
    ("datetime", "timedelta"): lambda v: [v.days, v.seconds, v.microseconds],
    ("datetime", "timezone"): lambda v: [v.utcoffset(None)],
    ("decimal", "Decimal"): lambda v: [str(v)],
    ("fractions", "Fraction"): lambda v: [v.numerator, v.denominator],
}


class Gone(BaseException):
    """The other process has ended or cut the connection."""


class Malformed(Exception):
    """The other process sent what no encoder writes."""


class Channel:
    """Messages over two pipes."""

    def __init__(self, source, sink):
        self.source, self.sink = source, sink

    def send(self, message):
        data = json.dumps(message).encode()
        if len(data) > MOST_BYTES:
            raise ValueError("more than %d bytes can't pass between the program and its tests" % MOST_BYTES)
        data = memoryview(b"%08x" % len(data) + data)
        try:
            while data:
                data = data[os.write(self.sink, data):]
        except OSError:
            raise Gone from None

    def receive(self):
        try:
            size = int(self.read(8), 16)
            if not 0 <= size <= MOST_BYTES:
                raise Malformed("a message of %d bytes" % size)
            return json.loads(self.read(size))
        except (ValueError, RecursionError) as error:
            raise Malformed(str(error)) from None

    def read(self, size):
        data = bytearray()
        while len(data) < size:
            try:
                part = os.read(self.source, min(size - len(data), 1 << 20))
            except OSError:
                part = b""
            if not part:
                raise Gone
            data += part
        return bytes(data)


class Encoder:
    """Writes values; `changeable` holds the lists, dictionaries and sets that both sides know by place."""

    def __init__(self, peer, changeable):
        self.peer = peer
        self.changeable = changeable
        self.places = {id(value): place for place, value in enumerate(changeable)}

    def value(self, value):
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return value if -(1 << 63) <= value < 1 << 63 else ["i", hex(value)]
        if kind in CHANGEABLE:
            return self.shared(value, kind)
        if kind in (tuple, frozenset):
            return ["t" if kind is tuple else "f", *map(self.value, value)]
        if kind is bytes:
            return ["b", base64.b64encode(value).decode()]
        if kind is complex:
            return ["c", value.real, value.imag]
        if (kind.__module__, kind.__qualname__) in LIBRARY:
            name = kind.__module__, kind.__qualname__
            return ["v", *name, *map(self.value, LIBRARY[name](value))]
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return ["n", kind.__name__, list(kind._fields), *map(self.value, tuple(value))]
        if kind is type and TYPES.get(value.__name__) is value:
            return ["y", value.__name__]
        return self.peer.reference(value)

    def shared(self, value, kind):
        if id(value) in self.places:
            return ["m", self.places[id(value)]]
        self.places[id(value)] = len(self.changeable)
        self.changeable.append(value)
        return [CHANGEABLE[kind], *self.contents(value)]

    def contents(self, value):
        """Returns what is in a list, dictionary (keys and values in turn), set or byte array."""
        if type(value) is bytearray:
            return [base64.b64encode(value).decode()]
        return [self.value(item) for item in items(value)]


class Decoder:
    """Reads what an encoder of the other side wrote."""

    def __init__(self, peer, changeable):
        self.peer = peer
        self.changeable = changeable

    def value(self, data):
        if not isinstance(data, list):
            if isinstance(data, dict):
                raise Malformed("an object")
            return data
        try:
            return getattr(self, "read_" + data[0])(*data[1:])
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise Malformed(repr(error)) from None

    def read_i(self, digits):
        return int(digits, 16)

    def read_m(self, place):
        return self.changeable[place]

    def read_l(self, *data):
        return self.filled([], data)

    def read_d(self, *data):
        return self.filled({}, data)

    def read_s(self, *data):
        return self.filled(set(), data)

    def read_B(self, data):
        return self.filled(bytearray(), [data])

    def filled(self, value, data):
        self.changeable.append(value)
        self.fill(value, data)
        return value

    def fill(self, value, data):
        """Replaces what is in a list, dictionary, set or byte array."""
        if type(value) is bytearray:
            value[:] = base64.b64decode(data[0])
            return
        values = [self.value(item) for item in data]
        value.clear()
        if type(value) is dict:
            value.update(zip(values[::2], values[1::2]))
        elif type(value) is set:
            value.update(values)
        else:
            value.extend(values)

    def read_t(self, *data):
        return tuple(self.value(item) for item in data)

    def read_f(self, *data):
        return frozenset(self.value(item) for item in data)

    def read_b(self, data):
        return base64.b64decode(data)

    def read_c(self, real, imaginary):
        return complex(real, imaginary)

    def read_v(self, module, name, *data):
        if (module, name) not in LIBRARY:
            raise Malformed(name)
        return getattr(importlib.import_module(module), name)(*[self.value(item) for item in data])

    def read_n(self, name, fields, *data):
        return self.peer.named_tuple(name, tuple(fields))(*[self.value(item) for item in data])

    def read_y(self, name):
        return TYPES[name]

    def read_e(self, *family):
        return self.peer.exception_class(family)

    def read_o(self, number):
        return self.peer.proxy(number)

    def read_p(self, number):
        return self.peer.exports[number]


def items(value):
    """Returns what is in a list, set or dictionary, of which keys and values in turn."""
    if type(value) is dict:
        return [item for pair in value.items() for item in pair]
    return list(value)


def snapshot(value):
    return bytes(value) if type(value) is bytearray else items(value)


def changed(value, before):
    now = snapshot(value)
    if type(value) is bytearray:
        return now != before
    return len(now) != len(before) or any(a is not b for a, b in zip(now, before))


def builtin_exception(name):
    found = builtins.__dict__.get(name)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def named_tuple(name, fields):
    return collections.namedtuple(name, fields)
