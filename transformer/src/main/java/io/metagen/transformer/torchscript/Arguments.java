package io.metagen.transformer.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one call, in order; closing them frees what was made for the call. */
public final class Arguments implements AutoCloseable {
  private final List<IValue> values = new ArrayList<>();
  private final List<IValue> owned = new ArrayList<>();

  /** Adds a {@code Tensor}. */
  public Arguments add(NDArray tensor) {
    return own(IValue.from((PtNDArray) tensor));
  }

  /** Adds a {@code List[Tensor]}. */
  public Arguments add(List<NDArray> tensors) {
    return own(list(tensors));
  }

  /** Adds an {@code int}. */
  public Arguments add(long number) {
    return own(IValue.from(number));
  }

  /** Adds a {@code float}. */
  public Arguments add(double number) {
    return own(IValue.from(number));
  }

  /** Adds a {@code List[int]}. */
  public Arguments add(long[] numbers) {
    return own(IValue.listFrom(numbers));
  }

  /** Adds a value that stays the caller's. */
  public Arguments addShared(IValue value) {
    values.add(value);
    return this;
  }

  /** Returns tensors as one {@code List[Tensor]} for many calls; the caller closes it. */
  public static IValue list(List<NDArray> tensors) {
    return IValue.listFrom(tensors.toArray(PtNDArray[]::new));
  }

  private Arguments own(IValue value) {
    values.add(value);
    owned.add(value);
    return this;
  }

  IValue[] values() {
    return values.toArray(IValue[]::new);
  }

  @Override
  public void close() {
    owned.forEach(IValue::close);
  }
}
