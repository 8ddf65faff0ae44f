package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.verifier.program.ProgramReport.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts and what they say, and what tests can do with a program's objects. */
final class ProgramSandboxTest {
  private final ProgramSandbox sandbox = new ProgramSandbox("python3", SandboxUser.LIMITS, 2);

  @Test
  void run_assertionFails_saysWhichWhereAndOnWhatValues() throws Exception {
    ProgramReport report =
        sandbox.run(
            "def add(a, b):\n    return a - b\n",
            "assert add(0, 0) == 0\n\ndef test_sum():\n    assert add(1, 2) == 3, 'sum'\n");

    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.feedback(SandboxUser.LIMITS))
        .isEqualTo(
            """
            failed
            line 4 of the tests: assert add(1, 2) == 3, 'sum'
            message: sum
            left side: -1
            right side: 3""");
  }

  @Test
  void run_assertionWithoutComparison_saysItsValue() throws Exception {
    ProgramReport report = sandbox.run("def f(): return []", "assert f()");

    assertThat(report.feedback(SandboxUser.LIMITS))
        .isEqualTo("failed\nline 1 of the tests: assert f()\nvalue: []");
  }

  @Test
  void run_programRaises_saysWhatAndBothLines() throws Exception {
    ProgramReport report =
        sandbox.run("def f(x):\n\n    return 1 // x\n", "y = 0\nassert f(y) == 1");

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.feedback(SandboxUser.LIMITS))
        .isEqualTo(
            """
            error: ZeroDivisionError: integer division or modulo by zero
            line 3 of the program
            line 2 of the tests: assert f(y) == 1""");
  }

  @ParameterizedTest
  @CsvSource({"'x = (1', SyntaxError, 1", "'\nimport nothing_such', ModuleNotFoundError, 2"})
  void run_programDoesNotStart_saysWhereAndWhy(String program, String type, int line)
      throws Exception {
    ProgramReport report = sandbox.run(program, "assert f()");

    assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.type()).isEqualTo(type);
    assertThat(report.programLine()).isEqualTo(line);
  }

  @Test
  void run_functionIsMissing_isAnErrorInTheTests() throws Exception {
    ProgramReport report = sandbox.run("def g(): pass", "assert f() == 1");

    assertThat(report.feedback(SandboxUser.LIMITS))
        .isEqualTo(
            "error: NameError: name 'f' is not defined\nline 1 of the tests: assert f() == 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "l = [3]\nassert add_one(l) is l and l == [3, 1]",
        "d = {'a': [1]}\nchange(d)\nassert d == {'a': [1, 2], 'b': {3}}",
        "s = Stack()\ns.push(1)\ns.push('b')\nassert len(s) == 2 and s.pop() == 'b' and s.items == [1]",
        "s = Stack()\ntry:\n  s.pop()\n  assert False\nexcept Empty as e:\n  assert str(e) == 'no' and e.code == 5",
        "try:\n  Stack().pop()\n  assert False\nexcept ValueError: pass",
        "assert isinstance(Stack(), Stack) and not isinstance(3, Stack)",
        "assert list(count(3)) == [0, 1, 2] and next(count(3)) == 0",
        "assert apply(lambda a, b=1: a + b, 2) == 3",
        "assert sorted(['bb', 'a'], key=size) == ['a', 'bb']",
        "v = Vector(1, 2) + Vector(1, 1) * 2\nassert v == Vector(3, 4) and v.x == 3 and str(v) == '(3, 4)'",
        "assert point() == (1, 2) and point().y == 2",
        "assert kinds() == (1.5, -2**70, 'ü', b'x', None, True, 2j, frozenset({1}), range(3))",
        """
        from decimal import Decimal
        import datetime
        assert library() == (Decimal('0.1'), datetime.date(2020, 1, 2), {'a': 2})""",
        """
        class Node:
          def __init__(self, v, n=None): self.v, self.n = v, n
        n = Node(1, Node(2))
        assert total(n) == 3 and n.v == 10""",
        "assert total.__name__ == 'total'",
        "import program\nassert program.sum([1]) == 42 and sum([1]) == 1",
        "from program import Stack as S\nassert S().items == []",
        "assert math.isclose(1.0, 1.0)",
        "with Resource() as r:\n  assert r == 5",
        "assert f'{Vector(1, 2)}' == '(1, 2)' and repr(Vector(1, 2)) == 'V'",
        "assert LIMIT == 9 and not hasattr(Stack(), 'nothing')",
      })
  void run_testsUseTheProgramsObjects_asInOneProcess(String tests) throws Exception {
    ProgramReport report =
        sandbox.run(
            """
            import collections, datetime, decimal, math
            LIMIT = 9
            def add_one(l): l.append(1); return l
            def change(d): d['a'].append(2); d['b'] = {3}
            class Empty(ValueError):
                def __init__(self, text): super().__init__(text); self.code = 5
            class Stack:
                def __init__(self): self.items = []
                def push(self, x): self.items.append(x)
                def pop(self):
                    if not self.items: raise Empty('no')
                    return self.items.pop()
                def __len__(self): return len(self.items)
            def count(n): yield from range(n)
            def apply(f, *a): return f(*a)
            def size(x): return len(x)
            class Vector:
                def __init__(self, x, y): self.x, self.y = x, y
                def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
                def __mul__(self, k): return Vector(self.x * k, self.y * k)
                def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
                def __str__(self): return f'({self.x}, {self.y})'
                def __repr__(self): return 'V'
            Point = collections.namedtuple('Point', 'x y')
            def point(): return Point(1, 2)
            def kinds(): return 1.5, -2**70, 'ü', b'x', None, True, 2j, frozenset({1}), range(3)
            def library(): return decimal.Decimal('0.1'), datetime.date(2020, 1, 2), collections.Counter('aa')
            def total(n):
                s = 0
                first = n
                while n: s += n.v; n = n.n
                first.v = 10
                return s
            def sum(x): return 42
            class Resource:
                def __enter__(self): return 5
                def __exit__(self, *e): pass
            """,
            tests);

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert (1",
        "x = 1",
        "",
        "# assert True",
        "async def test_a(): assert 1",
        "def check(): assert f()"
      })
  void check_testsThatTestNothing_areInvalid(String tests) throws Exception {
    assertThat(sandbox.check(tests).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void check_testsThatCanBeRun_areValidAndNotRun() throws Exception {
    assertThat(sandbox.check("assert False").verdict()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-python", "/bin/true", "/bin/false"})
  void check_noPython_isRefused(String command) throws Exception {
    ProgramReport report = new ProgramSandbox(command, SandboxUser.LIMITS, 1).check("assert f()");

    assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
  }
}
