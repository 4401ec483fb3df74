package io.kundig.segments;

import io.kundig.accounts.Countries;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Finds people by what somebody wrote down: addresses, telephone numbers, customer numbers.
@Component
class ListPeople {

  private final Profiles profiles;
  private final Shops shops;
  private final Clock clock;

  ListPeople(Profiles profiles, Shops shops, Clock clock) {
    this.profiles = profiles;
    this.shops = shops;
    this.clock = clock;
  }

  /// @param unknown as they were written: nobody has them
  /// @param unreadable as they were written: look like an address and are none
  record Found(Set<ProfileId> people, List<String> unknown, List<String> unreadable) {}

  Found find(Collection<String> written) {
    Map<String, List<Identifier>> meant = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    for (String text : new LinkedHashSet<>(written)) {
      List<Identifier> identifiers = identifiers(text);
      if (identifiers.isEmpty()) {
        unreadable.add(text);
      } else {
        meant.put(text, identifiers);
      }
    }
    Set<Identifier> all = new HashSet<>();
    meant.values().forEach(all::addAll);
    Map<Identifier, ProfileId> owners = profiles.byIdentifiers(all);
    Set<ProfileId> people = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    meant.forEach(
        (text, identifiers) ->
            identifiers.stream()
                .filter(owners::containsKey)
                .findFirst()
                .map(owners::get)
                .ifPresentOrElse(people::add, () -> unknown.add(text)));
    return new Found(people, unknown, unreadable);
  }

  /// The same, and whoever has an e-mail address or telephone number that nobody has becomes known
  /// by it; in the caller's transaction.
  ///
  /// @throws org.springframework.dao.ConcurrencyFailureException when another transaction was
  ///   faster with one of them: roll back and try again
  @Transactional(propagation = Propagation.MANDATORY)
  public Found findOrCreate(Collection<String> written) {
    Found found = find(written);
    Map<String, Identifier> fresh = new HashMap<>();
    for (String text : found.unknown()) {
      identifiers(text).stream()
          .filter(it -> it instanceof Identifier.Email || it instanceof Identifier.Phone)
          .findFirst()
          .ifPresent(it -> fresh.put(text, it));
    }
    if (fresh.isEmpty()) {
      return found;
    }
    Set<ProfileId> people = new LinkedHashSet<>(found.people());
    people.addAll(
        profiles.resolve(
            fresh.values().stream()
                .distinct()
                .map(it -> new Sighting(List.of(it), Map.of(), clock.instant(), false))
                .toList()));
    List<String> unknown =
        found.unknown().stream().filter(text -> !fresh.containsKey(text)).toList();
    return new Found(people, unknown, found.unreadable());
  }

  /// What a text may mean, the likeliest first.
  private List<Identifier> identifiers(String text) {
    if (text.contains("@")) {
      return Identifiers.email(text).<List<Identifier>>map(List::of).orElse(List.of());
    }
    Set<Identifier> found = new LinkedHashSet<>();
    for (Shop shop : shops.all()) {
      Identifiers.phone(text, Countries.of(shop)).ifPresent(found::add);
    }
    for (Shop shop : shops.all()) {
      Identifiers.userId(shop.id(), text).ifPresent(found::add);
    }
    return List.copyOf(found);
  }
}
