package io.metagen.kvcache;

/** An update that the contract does not allow: what the replica sends can't be trusted. */
final class MalformedUpdateException extends RuntimeException {
  MalformedUpdateException(String message) {
    super(message);
  }
}
