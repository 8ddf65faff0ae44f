package io.metagen.verifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.verifier.program.ProgramReport.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that reach for files, processes and the network: each tells what it got hold of. */
final class SandboxAttackTest {
  /** Collects what works. Each attempt runs alone and may fail as it likes. */
  private static final String ATTEMPTS =
      """
      import ctypes, os, signal, socket, subprocess, sys, threading
      got = []
      def attempt(name, action):
          try:
              result = action()
          except Exception:
              return
          got.append(name)
      libc = ctypes.CDLL(None, use_errno=True)
      def syscall(*arguments):
          if libc.syscall(*arguments) < 0:
              raise OSError(ctypes.get_errno(), "")
      """;

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_readsFiles_getsNone(SandboxUser user, @TempDir Path folder) throws Exception {
    Path weights = readable(folder);

    assertNothingGot(
        user,
        """
        for path in ["/etc/passwd", "/proc/self/environ", "/proc/self/maps", "/proc/self/mem", "/proc/1/environ",
                     f"/proc/{os.getppid()}/environ", f"/proc/{os.getppid()}/mem", f"/proc/{os.getppid()}/fd/0",
                     f"/proc/{os.getppid()}/cmdline", "/dev/zero", "WEIGHTS"]:
            attempt(path, lambda: open(path, "rb").read(1))
        for path in ["/", "/etc", "/tmp", "..", "/proc", "FOLDER"]:
            attempt("list " + path, lambda: os.listdir(path))
        attempt("link", lambda: os.readlink(f"/proc/{os.getppid()}/exe"))
        """
            .replace("WEIGHTS", weights.toString())
            .replace("FOLDER", folder.toString()));
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_writesOutsideItsFolder_changesNothing(SandboxUser user, @TempDir Path folder)
      throws Exception {
    Path weights = readable(folder);

    assertNothingGot(
        user,
        """
        weights, folder = "WEIGHTS", "FOLDER"
        attempt("append", lambda: open(weights, "ab").write(b"x"))
        attempt("truncate", lambda: os.truncate(weights, 0))
        attempt("open to truncate", lambda: os.open(weights, os.O_RDONLY | os.O_TRUNC))
        attempt("create", lambda: open(folder + "/new", "w"))
        attempt("create beside", lambda: open("../metagen-new", "w"))
        attempt("remove", lambda: os.remove(weights))
        attempt("rename", lambda: os.rename(weights, folder + "/other"))
        attempt("take", lambda: os.rename(weights, "mine"))
        attempt("mode", lambda: os.chmod(weights, 0o777))
        attempt("owner", lambda: os.chown(weights, os.getuid(), os.getgid()))
        attempt("time", lambda: os.utime(weights))
        attempt("attribute", lambda: os.setxattr(weights, "user.a", b"1"))
        """
            .replace("WEIGHTS", weights.toString())
            .replace("FOLDER", folder.toString()));

    assertThat(folder)
        .isDirectoryContaining("glob:**weights")
        .isDirectoryNotContaining("glob:**new");
    assertThat(weights).hasContent("weights");
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_makesLinksAndFolders_getsNone(SandboxUser user, @TempDir Path folder) throws Exception {
    Path weights = readable(folder);

    assertNothingGot(
        user,
        """
        attempt("symbolic link", lambda: os.symlink("WEIGHTS", "link"))
        attempt("through it", lambda: open("link").read())
        attempt("hard link", lambda: os.link("WEIGHTS", "hard"))
        attempt("folder", lambda: os.mkdir("folder"))
        attempt("pipe", lambda: os.mkfifo("pipe"))
        attempt("device", lambda: os.mknod("device", 0o600 | 0o20000, os.makedev(1, 5)))
        attempt("root", lambda: os.chroot("."))
        attempt("up", lambda: os.chdir("..") or open("metagen-new", "w"))
        """
            .replace("WEIGHTS", weights.toString()));
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_readsTheEnvironment_findsNone(SandboxUser user) throws Exception {
    assertNothingGot(user, "got = [name for name in os.environ if name not in ('LC_CTYPE',)]");
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_opensSockets_getsNone(SandboxUser user) throws Exception {
    assertNothingGot(
        user,
        """
        for family, kind in [("AF_INET", "SOCK_STREAM"), ("AF_INET", "SOCK_DGRAM"), ("AF_INET6", "SOCK_STREAM"),
                             ("AF_INET", "SOCK_RAW"), ("AF_UNIX", "SOCK_STREAM"), ("AF_UNIX", "SOCK_DGRAM"),
                             ("AF_NETLINK", "SOCK_RAW")]:
            attempt(family + kind, lambda: socket.socket(getattr(socket, family), getattr(socket, kind)))
        attempt("abstract", lambda: socket.socket(socket.AF_UNIX).bind("\\0metagen"))
        attempt("datagrams", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
        attempt("bind", lambda: socket.socketpair()[0].bind("\\0metagen"))
        attempt("descriptors", lambda: socket.send_fds(socket.socketpair()[0], [b"x"], [0]))
        """);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_startsProcessesAndThreads_getsNone(SandboxUser user) throws Exception {
    assertNothingGot(
        user,
        """
        def fork():
            if os.fork() == 0:
                os._exit(0)
        for _ in range(20):
            attempt("fork", fork)
        attempt("spawn", lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}))
        attempt("subprocess", lambda: subprocess.run([sys.executable, "-c", ""]))
        attempt("system", lambda: os.system("true") == 0 or 1 / 0)
        attempt("thread", lambda: threading.Thread(target=print).start())
        attempt("exec", lambda: syscall(59 if os.uname().machine == "x86_64" else 221, b"", None, None) or 1)
        """);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_sendsSignals_reachesNobody(SandboxUser user) throws Exception {
    assertNothingGot(
        user,
        """
        import fcntl, resource
        parent = os.getppid()
        attempt("parent", lambda: os.kill(parent, 0))
        attempt("group", lambda: os.killpg(os.getpgid(0), 0))
        attempt("all", lambda: os.kill(-1, 0))
        attempt("pidfd", lambda: os.pidfd_open(parent))
        attempt("queue", lambda: syscall(129 if os.uname().machine == "x86_64" else 138, parent, 0, None))
        for other in (parent, parent + 1, parent + 2):
            attempt("limits", lambda: resource.prlimit(other, resource.RLIMIT_CORE, (0, 0)))
        read, write = os.pipe()
        attempt("owner", lambda: fcntl.fcntl(read, fcntl.F_SETOWN, parent))
        attempt("number", lambda: fcntl.fcntl(read, 10, signal.SIGKILL))
        """);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_reachesForTheKernel_getsNothing(SandboxUser user) throws Exception {
    assertNothingGot(
        user,
        """
        x86 = os.uname().machine == "x86_64"
        for name, number in {"ptrace": 101 if x86 else 117, "mount": 165 if x86 else 40, "unshare": 272 if x86 else 97,
                             "io_uring_setup": 425, "keyctl": 250 if x86 else 219, "bpf": 321 if x86 else 280,
                             "userfaultfd": 323 if x86 else 282, "memfd_create": 319 if x86 else 279,
                             "perf_event_open": 298 if x86 else 241, "setns": 308 if x86 else 268,
                             "process_vm_readv": 310 if x86 else 270, "prctl": 157 if x86 else 167}.items():
            ctypes.set_errno(0)
            libc.syscall(number, 0, 0, 0, 0, 0)
            if ctypes.get_errno() != 1:
                got.append(name)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // getpid of 32-bit programs: mov eax, 20; int 0x80; ret
        "code = b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3'",
        // getpid of x32: mov eax, 0x40000027; syscall; ret
        "code = b'\\xb8\\x27\\0\\0\\x40\\x0f\\x05\\xc3'"
      })
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
  void run_callsAsAnotherArchitecture_isEnded(String code) throws Exception {
    ProgramReport report =
        SandboxUser.SELF.run(
            code
                + """

                import ctypes, mmap
                page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
                page.write(code)
                call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
                def f(): return call()
                """,
            "assert f() == 0");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.ERROR);
    assertThat(report.text()).isEqualTo("it was ended by SIGSYS");
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_raisesItsLimits_canNot(SandboxUser user) throws Exception {
    assertNothingGot(
        user,
        """
        import resource
        for name in ("CPU", "AS", "FSIZE", "NOFILE", "NPROC", "CORE"):
            number = getattr(resource, "RLIMIT_" + name)
            attempt(name, lambda: resource.setrlimit(number, (resource.RLIM_INFINITY,) * 2))
        """);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.verifier.program.SandboxUser#all")
  void run_usesItsFolderAndItsLibrary_may(SandboxUser user) throws Exception {
    ProgramReport report =
        user.run(
            """
            import asyncio, collections, datetime, hashlib, itertools, json, os, random, re, tempfile, typing
            async def later():
                await asyncio.sleep(0)
                return 3
            def work():
                with open("a", "w") as file:
                    file.write("text")
                os.rename("a", "b")
                text = open("b").read()
                os.remove("b")
                return text, os.listdir("."), asyncio.run(later()), hashlib.sha256(b"").hexdigest()[:4]
            """,
            "assert work() == ('text', [], 3, 'e3b0')");

    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  private static void assertNothingGot(SandboxUser user, String attack)
      throws IOException, InterruptedException {
    ProgramReport report = user.run(ATTEMPTS + attack, "assert got == []");
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASSED);
  }

  private static Path readable(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path weights = Files.writeString(folder.resolve("weights"), "weights");
    Files.setPosixFilePermissions(weights, PosixFilePermissions.fromString("rw-rw-rw-"));
    return weights;
  }
}
