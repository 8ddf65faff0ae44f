package io.metagen.transformer.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One TorchScript class, compiled by libtorch from source text, and the way to call its methods.
 *
 * <p>Not thread-safe: calls belong to the thread that owns the tensors passed in.
 */
public final class TorchScriptModule implements AutoCloseable {
  private static final String METHOD_PREFIX = "module_method:";

  private final PtSymbolBlock block;

  private TorchScriptModule(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Returns the compiled class of a source text on the class path.
   *
   * @param manager a manager of the PyTorch engine; the module lives on its device
   * @param owner the class whose package holds the resource
   * @param resources file names of the text, for example {@code network.py}, in the order in which
   *     they follow each other
   * @param className the class in the text
   * @param attributes values of the attributes that the class declares: Long, Double or Boolean
   * @throws ai.djl.engine.EngineException with line and caret if the text does not compile
   */
  public static TorchScriptModule load(
      NDManager manager,
      Class<?> owner,
      List<String> resources,
      String className,
      Map<String, ?> attributes) {
    String text =
        resources.stream().map(resource -> text(owner, resource)).collect(Collectors.joining("\n"));
    byte[] archive = TorchScriptArchive.write(className, text, attributes);
    try {
      return new TorchScriptModule(
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the method returns; no gradients are kept. The caller closes both values. */
  public IValue run(String method, Arguments arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.runMethod(block, method, arguments.values());
  }

  /**
   * Returns what the method returns, with the graph for a backward pass.
   *
   * @param arguments tensors in the method's order; neighbours with one name that ends in {@code
   *     []} form one list argument. Results are attached to the first one's manager
   */
  public NDList runWithGradients(String method, NDList arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    NDManager manager = arguments.get(0).getManager();
    try (NDArray marker = manager.create(0)) {
      marker.setName(METHOD_PREFIX + method);
      NDList all = new NDList(arguments);
      all.add(marker);
      return IValueUtils.forward(block, all, true);
    }
  }

  @Override
  public void close() {
    block.close();
  }

  private static String text(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + owner.getName());
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
