package io.kundig.shared;

/// The request contradicts the present state: answered as 409. The message is shown to the caller.
public final class Conflict extends RuntimeException {

  public Conflict(String message) {
    super(message);
  }
}
