package io.kundig.sources.shops;

/// A payload that cannot be understood.
public final class Unreadable extends Exception {

  private final Reason reason;

  /// @param detail which field, or what stands there; no personal data
  public Unreadable(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// Why.
  public enum Reason {
    /// Not JSON, or not the object it should be.
    NOT_JSON,
    /// A topic nobody asked for.
    UNKNOWN_TOPIC,
    /// A field without which nothing can be done.
    FIELD_MISSING,
    /// A field that holds something else than it should.
    FIELD_WRONG,
    /// The database refused it.
    REFUSED,
    /// It can be read, but only people can do what it asks for.
    FOR_STAFF
  }
}
