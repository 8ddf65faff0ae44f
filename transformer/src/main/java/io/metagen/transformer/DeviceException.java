package io.metagen.transformer;

import java.io.Serial;

/** A device that is not there or can't do what is asked of it: names the setting and the fix. */
public final class DeviceException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  DeviceException(String setting, String problem) {
    super(setting + ": " + problem);
  }
}
