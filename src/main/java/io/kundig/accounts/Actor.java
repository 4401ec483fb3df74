package io.kundig.accounts;

import java.util.Locale;
import java.util.UUID;

/// Who acts in a request: a member of staff in the browser, or a server with a secret key.
public sealed interface Actor {

  UUID id();

  String name();

  /// @param email where test mails go
  record Staff(UUID id, String name, String email, Locale locale, Role role) implements Actor {}

  /// A secret key has all rights but those that need a person.
  record Key(UUID id, String name) implements Actor {}

  /// Each may do what those after it may do.
  enum Role {
    /// Everything.
    OWNER,
    /// Shops, keys and staff too, but not the owner.
    ADMIN,
    /// Flows, templates, imports, consents.
    MARKETER,
    /// Reads, and writes notes.
    SUPPORT
  }
}
