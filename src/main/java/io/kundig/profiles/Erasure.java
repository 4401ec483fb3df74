package io.kundig.profiles;

import io.kundig.platform.UuidArray;
import java.time.Instant;
import java.util.List;

/// What is to be forgotten of one person (GDPR, article 17).
///
/// @param ids the profile, and those that were merged into it
/// @param identifiers all that the person was known by
/// @param words in lower case, by which the person is recognised in free text: addresses and
///   numbers
public record Erasure(
    List<ProfileId> ids, List<Identifier> identifiers, List<String> words, Instant at) {

  /// For `= any(:ids)`.
  public UuidArray idArray() {
    return UuidArray.of(ids.stream().map(ProfileId::value).toList());
  }

  /// For `strpos(lower(text), word)` over `unnest(:words)`.
  public String[] wordArray() {
    return words.toArray(String[]::new);
  }

  public List<String> emails() {
    return identifiers.stream()
        .filter(Identifier.Email.class::isInstance)
        .map(it -> ((Identifier.Email) it).address())
        .toList();
  }

  public List<String> phones() {
    return identifiers.stream()
        .filter(Identifier.Phone.class::isInstance)
        .map(it -> ((Identifier.Phone) it).e164())
        .toList();
  }
}
