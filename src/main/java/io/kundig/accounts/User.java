package io.kundig.accounts;

import java.util.UUID;

/// A member of staff as the app sees one.
record User(UUID id, String name, String email, String locale, String theme, String role) {

  static User of(StaffMember member) {
    return new User(
        member.id(),
        member.name(),
        member.email(),
        member.locale().getLanguage(),
        StaffStore.code(member.theme()),
        StaffStore.code(member.role()));
  }
}
