package io.kundig.profiles;

import java.util.UUID;

/// One person (or anonymous visitor). A UUIDv7 made in Java.
public record ProfileId(UUID value) implements Comparable<ProfileId> {
  @Override
  public int compareTo(ProfileId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
