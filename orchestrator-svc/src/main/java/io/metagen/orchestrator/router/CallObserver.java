package io.metagen.orchestrator.router;

import io.metagen.v1.GenerateRequest;
import io.metagen.v1.TokenUsage;

/** Hears of every call to a generator, for metrics. */
public interface CallObserver {
  /** A call to a replica starts. */
  Call generating(GenerateRequest request, String replica);

  /** The prefix index answered, or did not in time, after so many nanoseconds. */
  void ranked(long nanos);

  /** A replica was chosen, which took so many nanoseconds once everything was known. */
  void chose(long nanos);

  /** A replica failed and its unfinished samples move to another. */
  void moved(String replica, int samples);

  /** One call to a generator. */
  interface Call {
    /** The generator admitted the call. */
    void started(String model);

    /** The call ended well. */
    void succeeded(TokenUsage usage);

    /** The call failed with a status code. */
    void failed(String code);
  }
}
