package io.kundig.profiles;

import io.kundig.shared.Ids;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// People: who is known by which identifier, with which traits; merges.
@Component
public class Profiles {

  private final ProfileStore store;
  private final MergeStore merges;
  private final ProfileWriter writer;
  private final ProfileReader reader;
  private final Clock clock;

  Profiles(
      ProfileStore store,
      MergeStore merges,
      ProfileWriter writer,
      ProfileReader reader,
      Clock clock) {
    this.store = store;
    this.merges = merges;
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
  }

  /// The profiles behind these ids, merges followed; keyed by the id asked for.
  public Map<ProfileId, Profile> find(Collection<ProfileId> ids) {
    return reader.find(ids);
  }

  public Optional<ProfileId> byIdentifier(Identifier identifier) {
    return Optional.ofNullable(byIdentifiers(List.of(identifier)).get(identifier));
  }

  /// Who owns each of these; free ones are absent.
  public Map<Identifier, ProfileId> byIdentifiers(Collection<? extends Identifier> identifiers) {
    Map<Identifier, ProfileId> found = new HashMap<>();
    owners(new HashSet<>(identifiers))
        .forEach((identifier, owner) -> found.put(identifier, new ProfileId(owner)));
    return found;
  }

  private Map<Identifier, UUID> owners(Set<? extends Identifier> identifiers) {
    Map<String, Identifier> byKey = new TreeMap<>();
    identifiers.forEach(identifier -> byKey.put(identifier.key(), identifier));
    Map<Identifier, UUID> owners = new HashMap<>();
    store
        .owners(byKey.keySet())
        .forEach((key, owner) -> owners.put(Objects.requireNonNull(byKey.get(key)), owner));
    return owners;
  }

  /// What somebody is known by, strongest kind first; merges followed.
  public List<Known> identifiers(ProfileId id) {
    return reader.identifiers(id);
  }

  /// What was said of somebody and not believed, newest first; merges followed.
  public List<IdentityConflict> conflicts(ProfileId id) {
    return reader.conflicts(id);
  }

  /// Where each id leads to now; ids that were never merged lead to themselves.
  ///
  /// Whoever writes by the answer does so in a transaction that has written before it asked: only
  /// then is the merge's move sure to wait for it.
  public Map<ProfileId, ProfileId> current(Collection<ProfileId> ids) {
    Map<ProfileId, ProfileId> current =
        merges.pointers(ids.stream().map(ProfileId::value).distinct().toList());
    ids.forEach(id -> current.putIfAbsent(id, id));
    return current;
  }

  /// Finds or makes the profile of each sighting, joins and merges, and keeps the traits; in the
  /// caller's transaction and with a constant number of statements.
  ///
  /// @return one profile per sighting, in their order
  /// @throws org.springframework.dao.ConcurrencyFailureException when another transaction was
  ///   faster with one of these people: roll back and try again
  public List<ProfileId> resolve(List<Sighting> sightings) {
    Set<Identifier> identifiers = new HashSet<>();
    sightings.forEach(sighting -> identifiers.addAll(sighting.identifiers()));
    Instant now = clock.instant();
    Resolution resolution = new Resolution(owners(identifiers), () -> Ids.random(now));
    Collection<Person> unread = resolution.needingDetails(sightings);
    if (!unread.isEmpty()) {
      store.readDetails(unread);
    }
    List<Person> people = new ArrayList<>(sightings.size());
    for (Sighting sighting : sightings) {
      Person person = resolution.resolve(sighting);
      writer.hear(sighting, person, resolution);
      people.add(person);
    }
    writer.write(resolution, now);
    return people.stream().map(person -> new ProfileId(person.survivor().id)).toList();
  }

  /// Takes an identifier from whoever has it, in the caller's transaction: it names nobody any
  /// more.
  @Transactional(propagation = Propagation.MANDATORY)
  public void release(Identifier identifier) {
    writer.release(identifier);
  }

  /// Changes traits of one person, as staff do; a null value deletes.
  @Transactional
  public void update(ProfileId id, Map<String, ?> traits, Instant at) {
    ProfileId current = current(List.of(id)).getOrDefault(id, id);
    if (!writer.update(current.value(), new TreeMap<>(traits), at)) {
      throw new NotFound("profile", id);
    }
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

  /// An identifier and since when it is theirs.
  public record Known(Identifier identifier, Instant since) {}

  /// @param identifier as [Identifier#key()] writes it
  /// @param other whose it is; null: it would have replaced one without proof
  /// @param reason `owned_by_another` or `has_another`
  public record IdentityConflict(
      String identifier, @Nullable ProfileId other, String reason, Instant at) {}
}
