package io.kundig.channels.email;

import org.jspecify.annotations.Nullable;

/// Somebody a header names: an address, and a name to show beside it (any script; control
/// characters become spaces).
public record Mailbox(@Nullable String name, EmailAddress address) {

  /// Reads a bare address, without a name.
  ///
  /// @throws IllegalArgumentException where that is not one bare address
  public static Mailbox of(String address) {
    return new Mailbox(null, EmailAddress.parse(address));
  }

  /// @throws IllegalArgumentException where `address` is not one bare address
  public static Mailbox of(@Nullable String name, String address) {
    return new Mailbox(name, EmailAddress.parse(address));
  }
}
