"""One end of the calls between the tests' process and the program's. Either end may call while it answers a call."""
import operator

import wire

UNARY = ("neg", "pos", "abs", "invert")
NUMBERS = {"abs": abs, "int": int, "float": float, "complex": complex, "index": operator.index, "round": round,
           "neg": operator.neg, "pos": operator.pos, "invert": operator.invert}
BINARY = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor")
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
SHORT = {"and": operator.and_, "or": operator.or_}
OPERATIONS = {
    "call": lambda called, *arguments, **named: called(*arguments, **named),
    "getattr": getattr, "setattr": setattr, "delattr": delattr, "isinstance": isinstance,
    "getitem": operator.getitem, "setitem": operator.setitem, "delitem": operator.delitem,
    "contains": operator.contains, "len": len, "iter": iter, "next": next, "reversed": reversed, "bool": bool,
    "str": str, "repr": repr, "hash": hash, "format": format,
    "enter": lambda value: value.__enter__(), "exit": lambda value, *error: value.__exit__(*error),
    **NUMBERS,
    **{name: SHORT.get(name) or getattr(operator, name) for name in BINARY + COMPARISONS},
}


class Peer:
    """What this process lets the other one hold, and what it holds of the other's.

    `admit` checks an operation that the other side asks for and raises where it must not be; `trusting` says whether
    the other side's objects may answer comparisons with data of this side; `caught` are the exceptions that go back.
    """

    def __init__(self, channel, admit, trusting, caught):
        self.channel, self.admit, self.trusting, self.caught = channel, admit, trusting, caught
        self.exports, self.numbers = [], {}
        self.proxies, self.classes, self.tuples = {}, {}, {}

    def request(self, operation, *arguments, **named):
        """Has the other side do something and returns its result, or raises its exception."""
        encoder = wire.Encoder(self, [])
        self.channel.send([
            "call", operation, [encoder.value(a) for a in arguments],
            {name: encoder.value(value) for name, value in named.items()}])
        while True:
            message = self.channel.receive()
            if not isinstance(message, list) or len(message) < 3:
                raise wire.Malformed("a message of no known kind")
            if message[0] == "call":
                self.serve(message)
            else:
                return self.result(message, wire.Decoder(self, encoder.changeable))

    def result(self, message, decoder):
        kind, content, changes = message
        value = decoder.value(content) if kind == "return" else self.exception(content, decoder)
        own = len(decoder.changeable)
        for place, data in changes:
            if not 0 <= place < own:
                raise wire.Malformed("a change of nothing")
            decoder.fill(decoder.changeable[place], data)
        if kind == "return":
            return value
        raise value

    def serve(self, message):
        """Does what the other side asks for and answers."""
        _, operation, arguments, named = message
        decoder = wire.Decoder(self, [])
        arguments = [decoder.value(a) for a in arguments]
        named = {name: decoder.value(value) for name, value in named.items()}
        before = [wire.snapshot(value) for value in decoder.changeable]
        encoder = wire.Encoder(self, decoder.changeable)
        failure = None
        try:
            self.admit(operation, arguments)
            answer = ["return", encoder.value(OPERATIONS[operation](*arguments, **named))]
        except wire.Gone:
            raise
        except self.caught as error:
            failure = error
        if failure is not None:
            answer = ["raise", self.described(failure, encoder)]
        changes = [
            [place, encoder.contents(decoder.changeable[place])]
            for place, old in enumerate(before) if wire.changed(decoder.changeable[place], old)]
        self.channel.send([*answer, changes])

    def reference(self, value):
        """Names an object that is not plain data."""
        if isinstance(value, Proxy) and value._peer is self:
            return ["p", value._number]
        if isinstance(value, type) and issubclass(value, BaseException):
            return ["e", *self.family(value)]
        return ["o", self.number(value)]

    def number(self, value):
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.exports)
            self.exports.append(value)
        return self.numbers[id(value)]

    def family(self, kind):
        """Names an exception's class and its bases: built-in ones by name, others by number too."""
        return [
            [base.__name__, None if wire.builtin_exception(base.__name__) is base else self.number(base)]
            for base in kind.__mro__[:-1]]

    def described(self, error, encoder):
        places = lines(error)
        error.__traceback__ = error.__context__ = None  # frees what its frames held, where memory ran out
        try:
            arguments = [encoder.value(a) for a in error.args]
        except Exception:
            arguments = []
        try:
            text = str(error)[:1000]
        except Exception:
            text = ""
        return [self.family(type(error)), arguments, text, places, self.number(error)]

    def exception(self, content, decoder):
        """Returns an exception of the other side as one of this side's; `origin` tells it from others."""
        family, arguments, text, places, number = content
        kind = self.exception_class(family)
        error = kind.__new__(kind)
        error.args = tuple(decoder.value(a) for a in arguments)
        error.origin = (str(family[0][0]), str(text), [int(line) for line in places], self.proxy(number))
        return error

    def exception_class(self, family):
        """Returns the class that stands for the other side's: a built-in one itself, others as a copy by name."""
        (name, number), *bases = family
        if number is None:
            kind = wire.builtin_exception(name)
            if kind is None:
                raise wire.Malformed(name)
            return kind
        if number not in self.classes:
            base = self.exception_class(bases)
            self.classes[number] = type(name, (base,), {"__str__": mirrored_text, "__getattr__": mirrored_attribute})
        return self.classes[number]

    def named_tuple(self, name, fields):
        if (name, fields) not in self.tuples:
            self.tuples[name, fields] = wire.named_tuple(name, fields)
        return self.tuples[name, fields]

    def proxy(self, number):
        if number not in self.proxies:
            self.proxies[number] = Proxy(self, int(number))
        return self.proxies[number]


def lines(error):
    """Returns the lines of the program that an exception went through, outermost first."""
    places, step = [], error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == "<program>":
            places.append(step.tb_lineno)
        step = step.tb_next
    if isinstance(error, SyntaxError) and error.filename == "<program>" and error.lineno:
        places.append(error.lineno)
    return places[-20:]


def mirrored_text(error):
    origin = error.__dict__.get("origin")
    return origin[1] if origin else BaseException.__str__(error)


def mirrored_attribute(error, name):
    origin = error.__dict__.get("origin")
    if origin is None or name.startswith("__"):
        raise AttributeError(name)
    return getattr(origin[3], name)


class Proxy:
    """An object of the other side. All it is asked for is asked there."""

    __slots__ = ("_peer", "_number", "_mixed", "__weakref__")

    def __init__(self, peer, number):
        for name, value in (("_peer", peer), ("_number", number), ("_mixed", False)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        return self._peer.request("getattr", self, name)

    def __setattr__(self, name, value):
        self._peer.request("setattr", self, name, value)

    def __delattr__(self, name):
        self._peer.request("delattr", self, name)

    def __instancecheck__(self, value):
        return isinstance(value, Proxy) and self._peer.request("isinstance", value, self)

    def __contains__(self, value):
        if isinstance(value, Proxy) or self._peer.trusting:
            return self._peer.request("contains", self, value)
        return any(value == item for item in self)

    def __round__(self, *digits):
        return number(self, "round", *digits)


def forwarding(operation):
    return lambda self, *arguments, **named: self._peer.request(operation, self, *arguments, **named)


def number(value, operation, *arguments):
    """A number made of an object. One that has seen data of the tests in an operator could make any that suits it."""
    if value._mixed:
        raise TypeError("an object of the program that was combined with a number makes no number")
    return value._peer.request(operation, value, *arguments)


def comparing(operation):
    def compare(self, other):
        if isinstance(other, Proxy) or self._peer.trusting:
            return self._peer.request(operation, self, other)
        return NotImplemented  # data of the tests is not shown to the program to judge itself by
    return compare


def combining(operation, reflected):
    def combine(self, other):
        operands = (other, self) if reflected else (self, other)
        result = self._peer.request(operation, *operands)
        if self._peer.trusting:
            return result
        mixed = not isinstance(other, Proxy) or other._mixed or self._mixed
        if mixed:
            if not isinstance(result, Proxy):
                raise TypeError("an operator between an object of the program and data must make such an object")
            object.__setattr__(result, "_mixed", True)
        return result
    return combine


def equip():
    for operation in ("call", "getitem", "setitem", "delitem", "len", "iter", "next", "reversed", "bool",
                      "str", "repr", "hash", "format", "enter", "exit"):
        setattr(Proxy, "__%s__" % operation, forwarding(operation))
    for operation in NUMBERS:
        if operation != "round":
            setattr(Proxy, "__%s__" % operation, lambda self, operation=operation: number(self, operation))
    for operation in COMPARISONS:
        setattr(Proxy, "__%s__" % operation, comparing(operation))
    for operation in BINARY:
        setattr(Proxy, "__%s__" % operation, combining(operation, False))
        setattr(Proxy, "__r%s__" % operation, combining(operation, True))


equip()
