package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.util.HasObjectTruthValue;

/** Python's None; Java's null is an undefined variable. */
enum PythonNone implements HasObjectTruthValue {
  NONE;

  @Override
  public boolean getObjectTruthValue() {
    return false;
  }

  @Override
  public String toString() {
    return "None";
  }
}
