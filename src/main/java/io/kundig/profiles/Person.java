package io.kundig.profiles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A profile as a batch sees it: what the database says, plus what the batch is about to change.
final class Person {

  /// A trait said of somebody; a null node deletes.
  record Said(String trait, JsonNode value, long at) {}

  final UUID id;

  /// Not in the database yet.
  final boolean fresh;

  final List<Said> said = new ArrayList<>();

  /// Identifiers other than anonymous ones; complete only once [#known] was read.
  final Set<String> strong = new TreeSet<>();

  private boolean known;
  private boolean detailed;
  private boolean changed;
  private boolean absorbed;
  private Instant createdAt;
  private @Nullable Person mergedInto;

  private Person(UUID id, boolean fresh, Instant createdAt) {
    this.id = id;
    this.fresh = fresh;
    this.detailed = fresh;
    this.createdAt = createdAt;
  }

  static Person fresh(UUID id, Instant createdAt) {
    return new Person(id, true, createdAt);
  }

  static Person stored(UUID id) {
    return new Person(id, false, Instant.MAX);
  }

  void read(boolean known, Set<String> strong) {
    this.known = known;
    this.strong.addAll(strong);
    this.detailed = true;
  }

  /// Whether anything but a browser's id is known of them.
  boolean known() {
    if (!detailed) {
      throw new IllegalStateException("profile " + id + " was not read");
    }
    return known;
  }

  boolean needsDetails() {
    return !detailed;
  }

  void gains(Identifier identifier) {
    changed = true;
    if (!(identifier instanceof Identifier.AnonymousId)) {
      known = true;
      strong.add(identifier.key());
    }
  }

  /// Whether they have another identifier where a person has only one.
  boolean hasOtherThan(Identifier identifier) {
    known();
    String key = identifier.key();
    String slot = slot(identifier);
    return strong.stream().anyMatch(other -> other.startsWith(slot) && !other.equals(key));
  }

  private static String slot(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Email _ -> "e:";
      case Identifier.Phone _ -> "p:";
      case Identifier.UserId user -> "u:" + user.shopId() + ":";
      case Identifier.AnonymousId anonymous -> "a:" + anonymous.shopId() + ":";
      case Identifier.ExternalId external ->
          "x:" + external.shopId() + ":" + external.system() + ":";
    };
  }

  void mergeInto(Person survivor) {
    mergedInto = survivor;
    survivor.known = known() || survivor.known();
    survivor.strong.addAll(strong);
    survivor.said.addAll(said);
    survivor.changed = true;
    survivor.absorbed = true;
    if (createdAt.isBefore(survivor.createdAt)) {
      survivor.createdAt = createdAt;
    }
    changed = true;
    said.clear();
  }

  void seen(Instant at) {
    if (fresh && at.isBefore(createdAt)) {
      createdAt = at;
    }
  }

  void touch() {
    changed = true;
  }

  /// Whether the row must be locked and looked at again.
  boolean changed() {
    return changed;
  }

  /// Whether somebody else was merged into them.
  boolean hasAbsorbed() {
    return absorbed;
  }

  Instant createdAt() {
    return createdAt;
  }

  boolean isMerged() {
    return mergedInto != null;
  }

  Person survivor() {
    Person person = this;
    while (person.mergedInto != null) {
      person = person.mergedInto;
    }
    return person;
  }
}
