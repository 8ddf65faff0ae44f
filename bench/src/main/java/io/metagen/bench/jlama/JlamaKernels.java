package io.metagen.bench.jlama;

/** The code that Jlama multiplies matrices with. */
public enum JlamaKernels {
  /** Its C library, taken by default where it is on the class path. */
  NATIVE("native kernels"),
  /** Java's Vector API. */
  VECTOR_API("Vector API kernels");

  private final String text;

  JlamaKernels(String text) {
    this.text = text;
  }

  /** Returns the kernels in words. */
  public String text() {
    return text;
  }

  /** Returns the JVM's option that chooses them. */
  String option() {
    return "-Djlama.force_panama_tensor_operations=" + (this == VECTOR_API);
  }
}
