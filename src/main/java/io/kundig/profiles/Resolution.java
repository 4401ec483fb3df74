package io.kundig.profiles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides, in memory and one sighting after the other, who each sighting of a batch is about, and
/// what that changes. `docs/adr/0010-identity.md` has the rules with their reasons.
final class Resolution {

  /// An identifier that was said of a profile and not believed.
  record Doubt(Person person, String ident, @Nullable Person other, String reason) {}

  private final Supplier<UUID> newId;
  private final Map<Identifier, Person> owners = new HashMap<>();
  private final Map<UUID, Person> stored = new HashMap<>();
  private final List<Person> fresh = new ArrayList<>();
  private final TreeMap<String, Person> claims = new TreeMap<>();
  private final TreeMap<String, Person> handedOn = new TreeMap<>();
  private final SequencedMap<Person, Person> merges = new LinkedHashMap<>();
  private final SequencedMap<String, Doubt> doubts = new LinkedHashMap<>();

  /// @param owned who owns which identifier, by the database
  Resolution(Map<Identifier, UUID> owned, Supplier<UUID> newId) {
    this.newId = newId;
    owned.forEach(
        (identifier, id) -> owners.put(identifier, stored.computeIfAbsent(id, Person::stored)));
  }

  /// The people about whom more must be read: those whose sightings do not simply name one of them.
  Collection<Person> needingDetails(List<Sighting> sightings) {
    Map<UUID, Person> needed = new TreeMap<>();
    for (Sighting sighting : sightings) {
      Person first = owners.get(sighting.identifiers().getFirst());
      boolean simple =
          sighting.identifiers().stream().allMatch(identifier -> owners.get(identifier) == first);
      if (!simple) {
        for (Identifier identifier : sighting.identifiers()) {
          Person owner = owners.get(identifier);
          if (owner != null && owner.needsDetails()) {
            needed.put(owner.id, owner);
          }
        }
      }
    }
    return needed.values();
  }

  Person resolve(Sighting sighting) {
    Person target = choose(sighting);
    target.seen(sighting.at());
    for (Identifier identifier : sighting.identifiers()) {
      target = attach(identifier, target, sighting);
    }
    return target;
  }

  private Person choose(Sighting sighting) {
    Person byStrong = ownerOfStrongest(sighting);
    if (byStrong != null) {
      return byStrong;
    }
    Person byBrowser = ownerOfBrowser(sighting);
    if (byBrowser != null) {
      return byBrowser;
    }
    Person person = Person.fresh(newId.get(), sighting.at());
    fresh.add(person);
    return person;
  }

  /// The owner of the strongest identifier that has one, unless a still stronger one says that it
  /// is somebody else.
  private @Nullable Person ownerOfStrongest(Sighting sighting) {
    List<Identifier> stronger = new ArrayList<>();
    for (Identifier identifier : sighting.identifiers()) {
      if (identifier instanceof Identifier.AnonymousId) {
        continue;
      }
      Person owner = owner(identifier);
      if (owner != null
          && (sighting.proven() || stronger.stream().noneMatch(owner::hasOtherThan))) {
        return owner;
      }
      stronger.add(identifier);
    }
    return null;
  }

  /// Who used this browser, unless what else is said shows that it is somebody else now. A browser
  /// proves nothing, so this holds for proven senders too.
  private @Nullable Person ownerOfBrowser(Sighting sighting) {
    Person found = null;
    for (Identifier identifier : sighting.identifiers()) {
      Person owner = identifier instanceof Identifier.AnonymousId ? owner(identifier) : null;
      if (owner != null && owner != found && (found == null || (owner.known() && !found.known()))) {
        found = owner;
      }
    }
    return found == null || isSomebodyElse(sighting, found) ? null : found;
  }

  private boolean isSomebodyElse(Sighting sighting, Person person) {
    return sighting.identifiers().stream()
        .filter(identifier -> !(identifier instanceof Identifier.AnonymousId))
        .anyMatch(
            identifier ->
                person.known() && (owner(identifier) != null || person.hasOtherThan(identifier)));
  }

  /// @return the person, or the one they turn out to be
  private Person attach(Identifier identifier, Person person, Sighting sighting) {
    Person owner = owner(identifier);
    if (owner == person) {
      return person;
    }
    if (owner == null) {
      claim(identifier, person, sighting);
      return person;
    }
    if (identifier instanceof Identifier.AnonymousId) {
      return joinBrowser(identifier, owner, person);
    }
    if (sighting.proven()) {
      return merge(owner, person);
    }
    doubt(person, identifier, owner, "owned_by_another");
    return person;
  }

  private void claim(Identifier identifier, Person person, Sighting sighting) {
    boolean replaces =
        !sighting.proven()
            && !(identifier instanceof Identifier.AnonymousId)
            && person.hasOtherThan(identifier);
    if (replaces) {
      doubt(person, identifier, null, "has_another");
      return;
    }
    owners.put(identifier, person);
    claims.put(identifier.key(), person);
    person.gains(identifier);
  }

  /// An anonymous visitor becomes the person; a browser of somebody known is handed on from here.
  private Person joinBrowser(Identifier identifier, Person owner, Person person) {
    if (!owner.known()) {
      return merge(owner, person);
    }
    if (!person.known()) {
      return merge(person, owner);
    }
    owners.put(identifier, person);
    if (claims.containsKey(identifier.key())) {
      claims.put(identifier.key(), person);
    } else {
      handedOn.put(identifier.key(), person);
    }
    owner.touch();
    person.touch();
    return person;
  }

  /// One of them survives: the second, unless only the first is stored already.
  private Person merge(Person first, Person second) {
    boolean keepFirst = second.fresh && !first.fresh;
    Person gone = keepFirst ? second : first;
    Person survivor = keepFirst ? first : second;
    gone.mergeInto(survivor);
    if (!gone.fresh) {
      merges.put(gone, survivor);
    }
    return survivor;
  }

  private void doubt(Person person, Identifier identifier, @Nullable Person other, String reason) {
    String ident = identifier.key();
    doubts.putIfAbsent(person.id + ident, new Doubt(person, ident, other, reason));
  }

  /// Whether the identifier is theirs, as far as the batch has come.
  boolean owns(Person person, Identifier identifier) {
    return owner(identifier) == person.survivor();
  }

  boolean isClaimed(Identifier identifier) {
    return claims.containsKey(identifier.key());
  }

  private @Nullable Person owner(Identifier identifier) {
    Person owner = owners.get(identifier);
    return owner == null ? null : owner.survivor();
  }

  /// Those to be stored for the first time.
  List<Person> fresh() {
    return fresh.stream().filter(person -> !person.isMerged()).toList();
  }

  /// Stored ones who change or of whom something was said, in the order of their ids.
  List<Person> touched() {
    return stored.values().stream()
        .filter(person -> person.changed() || !person.said.isEmpty())
        .sorted(Comparator.comparing(person -> person.id))
        .toList();
  }

  /// New identifiers and their owners, in order.
  TreeMap<String, Person> claims() {
    return claims;
  }

  /// Anonymous ids that somebody else owned, in order.
  TreeMap<String, Person> handedOn() {
    return handedOn;
  }

  /// Stored profiles that become aliases of their [Person#survivor()].
  Collection<Person> merged() {
    return merges.keySet();
  }

  Collection<Doubt> doubts() {
    return doubts.values();
  }
}
