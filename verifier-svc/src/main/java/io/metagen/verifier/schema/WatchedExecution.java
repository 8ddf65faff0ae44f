package io.metagen.verifier.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import io.metagen.error.ServiceException;
import io.metagen.verifier.bounded.TimeLimit;
import java.util.Locale;

/**
 * A validation that stops when its time is over: the library tells it of each keyword before it
 * looks at it. Owned by the thread that validates.
 */
final class WatchedExecution extends ExecutionContext {
  private static final int MOST_ERRORS = 10_000;
  private static final ExecutionConfig CONFIG =
      ExecutionConfig.builder().locale(Locale.ENGLISH).formatAssertionsEnabled(false).build();

  WatchedExecution() {
    super(CONFIG);
  }

  @Override
  public void evaluationPathAddLast(String token) {
    TimeLimit.checkpoint();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void evaluationPathAddLast(int token) {
    TimeLimit.checkpoint();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void addError(Error error) {
    if (getErrors().size() == MOST_ERRORS) {
      throw ServiceException.invalidField(
          "candidates.text", "must break the schema in at most " + MOST_ERRORS + " places");
    }
    super.addError(error);
  }
}
