package io.kundig.ingest;

import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A fact on its way through, with the key under which it is taken once.
final class Incoming {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final Fact fact;
  private final UUID key;
  private final boolean timeless;
  private Ingest.@Nullable Outcome outcome;
  private @Nullable ProfileId profileId;

  private Incoming(Fact fact, UUID key, boolean timeless) {
    this.fact = fact;
    this.key = key;
    this.timeless = timeless;
  }

  /// A fact whose time is the sender's own, so that a repeat says the same.
  static Incoming of(Fact fact) {
    String messageId = fact.messageId();
    return messageId == null
        ? new Incoming(fact, hash(fact.toString()), true)
        : of(fact, messageId, fact.at());
  }

  /// @param stamped the sender's own time of the fact, uncorrected; null when it sent none
  static Incoming of(Fact fact, String messageId, @Nullable Instant stamped) {
    UUID hash = hash(fact.shopId() + "\n" + messageId);
    boolean timed =
        stamped != null
            && !stamped.isBefore(EARLIEST)
            && stamped.isBefore(fact.at().plus(Facts.FUTURE));
    return stamped != null && timed
        ? new Incoming(fact, at(stamped, hash), false)
        : new Incoming(fact, hash, true);
  }

  /// A fact that is new whatever was sent before.
  static Incoming unrepeated(Fact fact) {
    return new Incoming(fact, Ids.random(fact.at()), false);
  }

  private static UUID hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      ByteBuffer bytes = ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
      return new UUID(
          (bytes.getLong() & ~0xF000L) | 0x7000L,
          (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UUID at(Instant time, UUID hash) {
    return new UUID(
        (time.toEpochMilli() << 16) | (hash.getMostSignificantBits() & 0xFFFF),
        hash.getLeastSignificantBits());
  }

  Fact fact() {
    return fact;
  }

  UUID key() {
    return key;
  }

  /// Whether the key carries no time.
  boolean timeless() {
    return timeless;
  }

  /// The id of the event the fact becomes.
  UUID eventId() {
    return at(fact.at(), key);
  }

  /// The id of a further event that follows from the fact.
  UUID eventId(String part) {
    return at(fact.at(), hash(key + "\n" + part));
  }

  /// Facts with the same lane key go through the same lane, one after the other.
  int lane(int lanes) {
    Identifier lane = fact.identifiers().getFirst();
    for (Identifier identifier : fact.identifiers()) {
      if (identifier instanceof Identifier.AnonymousId) {
        lane = identifier;
      }
    }
    int hash = lane.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), lanes);
  }

  void belongsTo(ProfileId id) {
    profileId = id;
  }

  ProfileId profileId() {
    if (profileId == null) {
      throw new IllegalStateException("not resolved yet");
    }
    return profileId;
  }

  boolean isOpen() {
    return outcome == null;
  }

  void ends(Ingest.Outcome how) {
    outcome = how;
  }

  /// Forgets what a transaction that failed had found.
  void reopen() {
    outcome = null;
    profileId = null;
  }

  Ingest.Outcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("not decided yet");
    }
    return outcome;
  }
}
