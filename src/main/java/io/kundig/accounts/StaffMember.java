package io.kundig.accounts;

import java.util.Locale;
import java.util.UUID;

/// A person who works here.
///
/// @param email normalised; signs in
record StaffMember(
    UUID id, String name, String email, Locale locale, Theme theme, Actor.Role role) {

  Actor.Staff actor() {
    return new Actor.Staff(id, name, email, locale, role);
  }

  static String normalised(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  enum Theme {
    AUTO,
    LIGHT,
    DARK
  }
}
