package io.kundig.profiles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Carries out what a [Resolution] decided. Rows are locked and written in one order by everybody:
/// profiles, then identifiers, each sorted.
@Component
class ProfileWriter {

  private final ProfileStore store;
  private final MergeStore merges;
  private final JsonMapper json;
  private final ApplicationEventPublisher publisher;
  private final ProfileWatcher watcher;

  ProfileWriter(
      ProfileStore store,
      MergeStore merges,
      JsonMapper json,
      ApplicationEventPublisher publisher,
      ProfileWatcher watcher) {
    this.store = store;
    this.merges = merges;
    this.json = json;
    this.publisher = publisher;
    this.watcher = watcher;
  }

  /// Notes what the sighting says of the person's traits. An address is believed only as far as it
  /// is the person's identifier.
  void hear(Sighting sighting, Person person, Resolution resolution) {
    long at = sighting.at().toEpochMilli();
    Person survivor = person.survivor();
    sighting
        .traits()
        .forEach(
            (name, value) -> {
              if (!isAddress(name)) {
                survivor.said.add(new Person.Said(name, node(value), at));
              } else if (value == null && sighting.proven()) {
                survivor.said.add(new Person.Said(name, node(null), at));
              }
            });
    for (Identifier identifier : sighting.identifiers()) {
      String trait = addressTrait(identifier);
      boolean said = trait != null && sighting.traits().containsKey(trait);
      if (trait != null
          && (said || resolution.isClaimed(identifier))
          && resolution.owns(survivor, identifier)) {
        survivor.said.add(new Person.Said(trait, node(addressOf(identifier)), at));
      }
    }
  }

  private static boolean isAddress(String trait) {
    return trait.equals("email") || trait.equals("phone");
  }

  private static @Nullable String addressTrait(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Email _ -> "email";
      case Identifier.Phone _ -> "phone";
      case Identifier.UserId _, Identifier.AnonymousId _, Identifier.ExternalId _ -> null;
    };
  }

  private static String addressOf(Identifier identifier) {
    return identifier.key().substring(2);
  }

  private JsonNode node(@Nullable Object value) {
    return json.valueToTree(value);
  }

  void write(Resolution resolution, Instant now) {
    Map<UUID, ProfileRow> locked = lock(resolution);
    claim(resolution, now);
    merge(resolution, locked, now);
    insertFresh(resolution.fresh());
    updateTouched(resolution, locked);
    if (!resolution.doubts().isEmpty()) {
      store.noteConflicts(resolution.doubts(), now);
    }
    tell(resolution);
  }

  private void tell(Resolution resolution) {
    Set<UUID> changed = new TreeSet<>();
    resolution.fresh().forEach(person -> changed.add(person.survivor().id));
    resolution.touched().forEach(person -> changed.add(person.survivor().id));
    changed.addAll(survivors(resolution.claims()).values());
    changed.addAll(survivors(resolution.handedOn()).values());
    if (!changed.isEmpty()) {
      watcher.changed(changed.stream().map(ProfileId::new).toList());
    }
  }

  /// Locks everybody who changes. Somebody who became an alias since the owners were read means
  /// that the decision is stale.
  private Map<UUID, ProfileRow> lock(Resolution resolution) {
    forgetWhatChangesNothing(resolution.touched());
    TreeSet<UUID> ids = new TreeSet<>();
    resolution.touched().forEach(person -> ids.add(person.id));
    Map<UUID, ProfileRow> locked = store.lockedRows(ids);
    for (UUID id : ids) {
      ProfileRow row = locked.get(id);
      if (row == null || row.mergedInto() != null) {
        throw new ConcurrencyFailureException("profile " + id + " was merged meanwhile");
      }
    }
    return locked;
  }

  /// Most sightings repeat what is known: those need no lock.
  private void forgetWhatChangesNothing(List<Person> touched) {
    List<Person> unchanged = touched.stream().filter(person -> !person.changed()).toList();
    Map<UUID, ProfileRow> rows = store.rows(unchanged.stream().map(person -> person.id).toList());
    for (Person person : unchanged) {
      ProfileRow row = rows.get(person.id);
      if (row != null) {
        person.said.forEach(said -> row.traits().set(said.trait(), said.value(), said.at()));
        if (!row.traits().changed()) {
          person.said.clear();
        }
      }
    }
  }

  private void claim(Resolution resolution, Instant now) {
    TreeMap<String, UUID> claims = survivors(resolution.claims());
    if (!claims.isEmpty() && store.claim(claims, now) < claims.size()) {
      throw new ConcurrencyFailureException("an identifier was claimed meanwhile");
    }
    TreeMap<String, UUID> handedOn = survivors(resolution.handedOn());
    if (!handedOn.isEmpty() && store.handOn(handedOn, now) < handedOn.size()) {
      throw new ConcurrencyFailureException("an identifier was released meanwhile");
    }
  }

  private static TreeMap<String, UUID> survivors(TreeMap<String, Person> people) {
    TreeMap<String, UUID> ids = new TreeMap<>();
    people.forEach((ident, person) -> ids.put(ident, person.survivor().id));
    return ids;
  }

  private void merge(Resolution resolution, Map<UUID, ProfileRow> locked, Instant now) {
    SequencedMap<UUID, UUID> intoByGone = new LinkedHashMap<>();
    for (Person gone : resolution.merged()) {
      Person into = gone.survivor();
      intoByGone.put(gone.id, into.id);
      ProfileRow from = locked.get(gone.id);
      ProfileRow to = locked.get(into.id);
      if (from != null && to != null) {
        to.traits().fold(from.traits());
        ProfileRow older = from.createdAt().isBefore(to.createdAt()) ? from : to;
        locked.put(
            into.id,
            new ProfileRow(
                into.id, to.known() || from.known(), to.traits(), null, older.createdAt()));
      }
    }
    if (!intoByGone.isEmpty()) {
      merges.merge(intoByGone, now);
      publisher.publishEvent(new MergesPending());
    }
  }

  private void insertFresh(List<Person> fresh) {
    List<ProfileRow> rows = new ArrayList<>();
    for (Person person : fresh) {
      TraitDocument traits = new TraitDocument(store.emptyObject(), store.emptyObject());
      person.said.forEach(said -> traits.set(said.trait(), said.value(), said.at()));
      rows.add(new ProfileRow(person.id, person.known(), traits, null, person.createdAt()));
    }
    if (!rows.isEmpty()) {
      store.insert(rows);
    }
  }

  private void updateTouched(Resolution resolution, Map<UUID, ProfileRow> locked) {
    List<ProfileRow> rows = new ArrayList<>();
    for (Person person : resolution.touched()) {
      ProfileRow row = locked.get(person.id);
      if (row != null && !person.isMerged()) {
        person.said.forEach(said -> row.traits().set(said.trait(), said.value(), said.at()));
        boolean becameKnown = !row.known() && !person.needsDetails() && person.known();
        if (row.traits().changed() || becameKnown || person.hasAbsorbed()) {
          rows.add(row.withKnown(row.known() || becameKnown));
        }
      }
    }
    if (!rows.isEmpty()) {
      store.update(rows);
    }
  }

  /// @return false when there is no such profile
  boolean update(UUID id, Map<String, ?> traits, Instant at) {
    ProfileRow row = store.lockedRows(List.of(id)).get(id);
    if (row == null) {
      return false;
    }
    traits.forEach((name, value) -> row.traits().set(name, node(value), at.toEpochMilli()));
    if (row.traits().changed()) {
      store.update(List.of(row));
      watcher.changed(List.of(new ProfileId(id)));
    }
    return true;
  }

  void release(Identifier identifier) {
    store.release(identifier.key()).map(ProfileId::new).map(List::of).ifPresent(watcher::changed);
  }

  /// Published in the transaction that merged.
  record MergesPending() {}
}
