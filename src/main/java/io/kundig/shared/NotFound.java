package io.kundig.shared;

/// There is no such thing, or the caller may not see it: answered as 404.
public final class NotFound extends RuntimeException {

  /// @param what the kind of thing in the field's words, such as `profile`
  public NotFound(String what, Object id) {
    super("There is no " + what + " " + id + ".");
  }
}
