package io.kundig.events;

import java.util.Collection;
import java.util.Set;

/// What a consumer wants of the log.
///
/// @param metrics those it reads; if it wants all, those it does not read
/// @param properties whether it looks into them; without, they are empty
/// @param patient whether events may wait a second for it, so that it takes more of them at a time
public record Wanted(Set<String> metrics, boolean all, boolean properties, boolean patient) {

  public static Wanted everything() {
    return everythingBut(Set.of());
  }

  public static Wanted everythingBut(Collection<String> metrics) {
    return new Wanted(Set.copyOf(metrics), true, true, false);
  }

  public static Wanted of(Collection<String> metrics) {
    return new Wanted(Set.copyOf(metrics), false, true, false);
  }

  public Wanted withoutProperties() {
    return new Wanted(metrics, all, false, patient);
  }

  public Wanted patiently() {
    return new Wanted(metrics, all, properties, true);
  }

  /// Whether the consumer is to be woken when events of these metrics were appended.
  boolean isUrgent(Set<String> appended) {
    return !patient && appended.stream().anyMatch(metric -> metrics.contains(metric) != all);
  }
}
