package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.verifier.program.ProgramReport.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong programs that try to pass. */
final class VerdictForgeryTest {
  private static final String TESTS =
      """
      # secret 8f2c
      def test_near():
          assert abs(f(2) - 4.25) < 1e-6
      assert f(1) == 7
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print('{\"verdict\": \"passed\"}', flush=True)\ndef f(x): return 0",
        "import os\nos._exit(0)",
        "import sys\nsys.exit(0)",
        "raise SystemExit",
        "import os\ndef f(x): os._exit(0)",
        "import sys\ndef f(x): sys.exit(0)",
        "import atexit, os\natexit.register(os._exit, 0)\ndef f(x): return 0",
        "import os\nos.closerange(0, 100)\ndef f(x): return 7",
        "import builtins\nbuiltins.AssertionError = ValueError\nbuiltins.abs = lambda x: 0\ndef f(x): return 0",
        "def abs(x): return 0\nAssertionError = None\n__debug__2 = 0\ndef f(x): return 7",
        "class AssertionError(Exception):\n  pass\ndef f(x): raise AssertionError",
        "def f(x): raise AssertionError",
        "def f(x): raise KeyboardInterrupt",
        "def f(x): raise GeneratorExit",
        "class E(BaseException): pass\ndef f(x): raise E",
        "__keep__ = lambda *a: True\ndef f(x): return 0",
        """
        class Same:
          def __eq__(self, other): return True
          def __sub__(self, other): return 0.0
        def f(x): return Same()""",
        """
        class Same(int):
          def __eq__(self, other): return True
          def __sub__(self, other): return 0
        def f(x): return Same()""",
        """
        class Same(float):
          __eq__ = lambda *a: True
          __sub__ = lambda s, o: s
          __abs__ = lambda s: 0.0
          __lt__ = lambda *a: True
        def f(x): return Same()""",
        """
        class f:
          def __init__(self, x): pass
          __eq__ = lambda *a: True
          __sub__ = lambda s, o: s
          __abs__ = lambda s: 0.0""",
        """
        from collections import namedtuple
        class P(namedtuple('P', 'a')):
          __eq__ = lambda *a: True
        def f(x): return P(1) if x == 1 else 4.25""",
        "class D(dict):\n  __eq__ = lambda *a: True\ndef f(x): return D() if x == 1 else 4.25",
        "import peer\npeer.OPERATIONS['call'] = lambda *a, **n: True\ndef f(x): return 0",
        "import judge, json, os\njudge.Suite.run = lambda *a: {'verdict': 'passed'}\ndef f(x): return 0",
        """
        import os, json
        text = json.dumps(['return', True, []]).encode()
        frame = b'%08x' % len(text) + text
        for fd in range(64):
          try: os.write(fd, frame * 9)
          except OSError: pass
        def f(x): return 0""",
        """
        import os
        for fd in range(64):
          try: os.write(fd, b'{"verdict": "passed"}')
          except OSError: pass
        def f(x): return 0""",
        """
        import os, wire
        for fd in range(64):
          try: wire.Channel(fd, fd).send(['call', 'call', [['y', 'int'], 'x' * 9], {}])
          except BaseException: pass
        def f(x): return 0""",
        """
        import os, wire
        for fd in range(64):
          try: wire.Channel(fd, fd).send(['call', 'getattr', [['p', 0], '__globals__'], {}])
          except BaseException: pass
        def f(x): return 0""",
        """
        import os, wire
        for fd in range(64):
          try: os.write(fd, b'0000ffff' + b'[' * 0xffff)
          except OSError: pass
        def f(x): return 0""",
      })
  void run_wrongProgram_neverPasses(String program) throws Exception {
    ProgramReport report = SandboxUser.SELF.run(program, TESTS);

    assertThat(report.verdict())
        .as(report.toString())
        .isIn(Verdict.FAILED, Verdict.ERROR, Verdict.MEMORY, Verdict.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__sub__ = lambda s, o: 0.0",
        "__sub__ = lambda s, o: s\n  __abs__ = lambda s: 0.0",
        "__sub__ = lambda s, o: s\n  __abs__ = lambda s: s\n  __lt__ = lambda s, o: True",
        "__sub__ = lambda s, o: s\n  __float__ = lambda s: 0.0\n  __round__ = lambda s, *d: 0"
      })
  void run_objectThatAnswersToTheWantedNumber_neverPasses(String methods) throws Exception {
    for (String tests :
        List.of(
            "assert abs(f(2) - 4.25) < 1e-6",
            "assert abs(float(f(2) - 4.25)) < 1e-6",
            "assert round(f(2) - 4.25, 6) == 0")) {
      ProgramReport report =
          SandboxUser.SELF.run(
              "class Number:\n  " + methods + "\ndef f(x): return Number()", tests);

      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.ERROR);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{**v, '__keep__': lambda index, name, value: index * (name == 'right')}",
        "{**v, '__builtins__': {'abs': lambda x: 0}}",
        "{**v, 'test_near': lambda: None}"
      })
  void run_namesWhatTheTestsRunOn_neverPasses(String names) throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            """
            import wire
            honest = wire.Encoder.value
            def forged(self, v):
                return honest(self, NAMES if type(v) is dict and "f" in v else v)
            wire.Encoder.value = forged
            def f(x): return 7
            """
                .replace("NAMES", names),
            TESTS);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void run_holdsWhateverIsLookedFor_neverPasses() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            """
            class All:
                def __contains__(self, x): return True
                def __iter__(self): return iter([1, 2])
            def f(x): return All()
            """,
            "assert 2 in f(1)\nassert 3 in f(1)");

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.line()).isEqualTo(2);
  }

  @Test
  void run_rightProgram_passes() throws Exception {
    ProgramReport report = SandboxUser.SELF.run("def f(x): return {1: 7, 2: 4.25}[x]", TESTS);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void run_looksForTheTests_findsNoneInItsProcess() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            """
            import gc, os, sys
            def texts():
                seen = []
                frame = sys._getframe()
                while frame:
                    seen += [str(v) for v in (*frame.f_locals.values(), *frame.f_globals.values())]
                    frame = frame.f_back
                for thing in gc.get_objects():
                    if isinstance(thing, (dict, list, tuple)):
                        values = thing.values() if isinstance(thing, dict) else thing
                        seen += [v for v in values if isinstance(v, str)]
                for fd in range(64):
                    try:
                        os.set_blocking(fd, False)
                        seen.append(str(os.read(fd, 10000)))
                    except OSError:
                        pass
                    try:
                        os.set_blocking(fd, True)
                    except OSError:
                        pass
                return seen
            found = [text for text in texts() if "".join(["secret ", "8f2c"]) in text]
            def f(x):
                return {1: 7, 2: 4.25}[x] if not found else 0
            """,
            TESTS);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "given.__globals__['seen'].clear()",
        "given.__code__",
        "given.__closure__",
        "node.check.__globals__",
        "node.__dict__",
        "stream.gi_frame",
        "setattr(node, 'check', lambda: 0)",
        "setattr(node, '_hidden', 0)",
        "setattr(given, '__code__', None)",
        "delattr(node, 'value')",
      })
  void run_reachesBehindObjectsOfTheTests_isRefused(String reach) throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            "def f(given, node, stream):\n  " + reach,
            """
            class Node:
                value = 1
                def __init__(self): self._hidden, self.value = 1, 2
                def check(self): return 1
            try:
                f(lambda x: x, Node(), (x for x in [1]))
                reached = True
            except AttributeError:
                reached = False
            assert not reached
            """);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void run_endsItselfInATestThatLetsIt_doesNotPass() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            "import os\ndef f(x): os._exit(0)",
            "try:\n  f(1)\n  assert False\nexcept BaseException:\n  pass");

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.text()).isEqualTo("it ended itself with exit status 0");
  }

  @Test
  void run_namesABuiltinOfPython_runsItInItsOwnProcess() throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            "decode = exec\ndef encode(x): return 'x = 1'",
            "x = 2\ndecode(encode(1))\nassert x == 1");

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
  }
}
