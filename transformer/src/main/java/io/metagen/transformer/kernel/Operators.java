package io.metagen.transformer.kernel;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The operators as libtorch knows them: {@code metagen::embed} and so on, which TorchScript calls
 * as {@code ops.metagen.embed}. Each takes the number of its network's {@link Kernels} first.
 */
@SuppressWarnings("restricted")
final class Operators {
  private static final String NAMESPACE = "metagen";
  private static final Map<Long, Kernels> KERNELS = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();
  private static final FunctionDescriptor BODY =
      FunctionDescriptor.ofVoid(
          ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

  static {
    Library library = new Library();
    library.add("embed", List.of("table", "x!"), List.of(), Kernels::embed);
    library.add(
        "norm",
        List.of("x!", "y", "scales", "bias", "weights", "out!", "out_scales!"),
        List.of("answers"),
        Kernels::norm);
    library.add(
        "attend",
        List.of("y", "scales", "bias", "query_norm", "key_norm", "out!", "out_scales!"),
        List.of("layer"),
        Kernels::attend);
    library.add("gate", List.of("y", "scales", "out!", "out_scales!"), List.of(), Kernels::gate);
  }

  private Operators() {}

  /** Makes an object known; returns its number. */
  static long register(Kernels kernels) {
    long id = NEXT.incrementAndGet();
    KERNELS.put(id, kernels);
    return id;
  }

  static void forget(long id) {
    KERNELS.remove(id);
  }

  /** One operator: the number of its tensors, which come first, and what it does. */
  private record Operator(int tensors, BiConsumer<Kernels, Call> body) {

    /**
     * Called by libtorch with the arguments' place; what fails is kept, not thrown into its code.
     */
    @SuppressWarnings("unused") // by its name
    private void run(long stack, long inputs, long outputs) {
      Call call = new Call(stack);
      Kernels kernels = requireNonNull(KERNELS.get(call.number(-1)));
      try {
        body.accept(kernels, call);
      } catch (Throwable e) {
        kernels.fail(e);
      } finally {
        for (int i = 0; i < tensors; i++) {
          Torch.release(call.number(i));
        }
      }
    }
  }

  /**
   * The arguments of one call.
   *
   * @param stack address of the arguments, 8 bytes each
   */
  record Call(long stack) {
    private static final MemorySegment RESULT = Arena.global().allocate(Long.BYTES);

    /** Returns a number, of an argument after the first. */
    long number(int argument) {
      return Memory.ALL.get(ValueLayout.JAVA_LONG, stack + Long.BYTES * (argument + 1L));
    }

    /** Returns the address of a tensor's first number, 0 if it has none. */
    long address(int argument) {
      return Torch.address(number(argument), RESULT);
    }

    /** Returns the rows of a tensor that has no scales. */
    Rows rows(int argument, int width) {
      return new Rows(address(argument), type(argument), 0, width);
    }

    /** Returns the rows of a tensor whose scales are the next argument. */
    Rows scaledRows(int argument, int width) {
      return new Rows(address(argument), type(argument), address(argument + 1), width);
    }

    private ElementType type(int argument) {
      return ElementType.of(Torch.type(number(argument), RESULT));
    }
  }

  /** A library of operators in the making. */
  private static final class Library {
    private final Arena arena = Arena.global();
    private final MemorySegment definitions =
        open("aoti_torch_library_init_def", MemorySegment.NULL);
    private final MemorySegment bodies =
        open("aoti_torch_library_init_impl", arena.allocateFrom("CPU"));

    private MemorySegment open(String function, MemorySegment key) {
      MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment namespace = arena.allocateFrom(NAMESPACE);
      MemorySegment file = arena.allocateFrom("Operators.java");
      boolean keyed = !key.equals(MemorySegment.NULL);
      MethodHandle open =
          Torch.function(
              function,
              keyed
                  ? FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS,
                      ValueLayout.ADDRESS,
                      ValueLayout.ADDRESS,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS)
                  : FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS,
                      ValueLayout.ADDRESS,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS));
      if (keyed) {
        Torch.checked(open, namespace, key, file, 0, result);
      } else {
        Torch.checked(open, namespace, file, 0, result);
      }
      return result.get(ValueLayout.ADDRESS, 0);
    }

    /** Adds an operator; what ends in {@code !} is written to. */
    private void add(
        String name, List<String> tensors, List<String> numbers, BiConsumer<Kernels, Call> body) {
      MethodHandle define =
          Torch.function(
              "aoti_torch_library_def",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      Torch.checked(define, definitions, arena.allocateFrom(schema(name, tensors, numbers)));
      MethodHandle implement =
          Torch.function(
              "aoti_torch_library_impl",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      MemorySegment stub = stub(new Operator(tensors.size(), body));
      Torch.checked(implement, bodies, arena.allocateFrom(name), stub);
    }

    private static String schema(String name, List<String> tensors, List<String> numbers) {
      StringJoiner parameters = new StringJoiner(", ", name + "(int kernels, ", ") -> ()");
      char alias = 'a';
      for (String tensor : tensors) {
        boolean written = tensor.endsWith("!");
        String type = written ? "Tensor(" + alias++ + "!) " : "Tensor ";
        parameters.add(type + (written ? tensor.substring(0, tensor.length() - 1) : tensor));
      }
      numbers.forEach(number -> parameters.add("int " + number));
      return parameters.toString();
    }

    private MemorySegment stub(Operator operator) {
      try {
        MethodHandle run =
            MethodHandles.lookup()
                .findVirtual(
                    Operator.class,
                    "run",
                    MethodType.methodType(void.class, long.class, long.class, long.class))
                .bindTo(operator);
        return Linker.nativeLinker().upcallStub(run, BODY, arena);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
