package io.kundig.sources.shops;

import java.util.Comparator;

/// One record of a shop system, by the system's own unchanging id of it.
public record RecordRef(Resource resource, String id) implements Comparable<RecordRef> {

  private static final Comparator<RecordRef> ORDER =
      Comparator.comparing(RecordRef::resource).thenComparing(RecordRef::id);

  @Override
  public int compareTo(RecordRef other) {
    return ORDER.compare(this, other);
  }
}
