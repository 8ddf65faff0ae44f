package io.metagen.transformer.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive made in memory from source text.
 *
 * <p>The archive is a zip of stored entries: the source, a pickle (protocol 2) of one object of the
 * class with its attributes, an empty tuple of constants and the format's version. Format: PyTorch,
 * {@code torch/csrc/jit/docs/serialization.md}.
 */
final class TorchScriptArchive {
  private static final String ROOT = "m/";
  private static final String VERSION = "3\n";

  private TorchScriptArchive() {}

  /** Returns the archive's bytes; attribute values are Long, Double or Boolean. */
  static byte[] write(String className, String source, Map<String, ?> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", object(className, attributes));
      store(zip, "code/__torch__.py", source.getBytes(UTF_8));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "version", VERSION.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] object(String className, Map<String, ?> attributes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream pickle = new DataOutputStream(bytes);
    pickle.write(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes("c__torch__\n" + className + "\n)\u0081}(");
    value(pickle, "training");
    value(pickle, false);
    for (Map.Entry<String, ?> attribute : attributes.entrySet()) {
      value(pickle, attribute.getKey());
      value(pickle, attribute.getValue());
    }
    pickle.writeBytes("ub.");
    return bytes.toByteArray();
  }

  private static void value(DataOutputStream pickle, Object value) throws IOException {
    switch (value) {
      case Boolean b -> pickle.write(b ? 0x88 : 0x89);
      case Long n -> {
        pickle.write(new byte[] {(byte) 0x8a, Long.BYTES});
        pickle.writeLong(Long.reverseBytes(n));
      }
      case Double d -> {
        pickle.write('G');
        pickle.writeDouble(d);
      }
      case String s -> {
        byte[] text = s.getBytes(UTF_8);
        pickle.write('X');
        pickle.writeInt(Integer.reverseBytes(text.length));
        pickle.write(text);
      }
      default -> throw new IllegalArgumentException("no pickle form for " + value.getClass());
    }
  }
}
