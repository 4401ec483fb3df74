package io.kundig.profiles;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// People: who is known by which identifier, with which traits; merges.
@Component
public class Profiles {

  /// The profiles behind these ids, merges followed; keyed by the id asked for.
  public Map<ProfileId, Profile> find(Collection<ProfileId> ids) {
    throw new UnsupportedOperationException();
  }

  public Optional<ProfileId> byIdentifier(Identifier identifier) {
    throw new UnsupportedOperationException();
  }

  /// Where each id leads to now; ids that were never merged lead to themselves.
  public Map<ProfileId, ProfileId> current(Collection<ProfileId> ids) {
    throw new UnsupportedOperationException();
  }

  /// @param email the address messages go to, normalised
  /// @param locale from traits, e.g. `de`; `null` if unknown
  public record Profile(
      ProfileId id,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String locale,
      @Nullable String timeZone,
      Map<String, Object> traits,
      Instant createdAt) {}
}
