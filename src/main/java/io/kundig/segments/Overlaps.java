package io.kundig.segments;

import io.kundig.segments.SegmentViews.SegmentPerson;
import io.kundig.shared.Conflict;
import io.kundig.shared.NotFound;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Who is in one group, in another, and in both; from the bits of who is in, without reading
/// people.
@Component
class Overlaps {

  private static final int SAMPLES = 10;

  private final SegmentStore store;
  private final ListStore lists;
  private final MemberStore members;
  private final SegmentViews views;

  Overlaps(SegmentStore store, ListStore lists, MemberStore members, SegmentViews views) {
    this.store = store;
    this.lists = lists;
    this.members = members;
    this.views = views;
  }

  /// @param kind `segment` or `list`
  record OverlapSide(String kind, UUID id, String name, int count) {}

  /// @param people ten of them at most, drawn by chance, always the same as long as nobody comes or
  ///   goes
  record OverlapPart(int count, List<SegmentPerson> people) {}

  record Overlap(
      OverlapSide a, OverlapSide b, OverlapPart onlyA, OverlapPart both, OverlapPart onlyB) {}

  private record Group(String kind, UUID id, String name, BitSet members) {
    private OverlapSide side() {
      return new OverlapSide(kind, id, name, members.cardinality());
    }
  }

  /// @throws NotFound if one is neither a segment nor a list
  /// @throws Conflict while it is not known who is in one
  @Transactional(readOnly = true)
  public Overlap of(UUID a, UUID b) {
    if (!store.engine().ready()) {
      throw new Conflict("Everybody's past is being read; ask again in a moment.");
    }
    Group one = group(a);
    Group other = group(b);
    BitSet both = (BitSet) one.members.clone();
    both.and(other.members);
    return new Overlap(
        one.side(),
        other.side(),
        part(without(one.members, both)),
        part(both),
        part(without(other.members, both)));
  }

  private Group group(UUID id) {
    return store
        .find(id)
        .map(this::group)
        .or(
            () ->
                lists.find(id).map(list -> new Group("list", id, list.name(), members.onList(id))))
        .orElseThrow(() -> new NotFound("segment", id));
  }

  private Group group(Segment segment) {
    if (segment.archivedAt() != null || segment.state() == Segment.State.BUILDING) {
      throw new Conflict(
          "It is not known who is in \u201C" + segment.name() + "\u201D: it is not live.");
    }
    return new Group("segment", segment.id(), segment.name(), members.everybody(segment.no()));
  }

  private static BitSet without(BitSet all, BitSet some) {
    BitSet rest = (BitSet) all.clone();
    rest.andNot(some);
    return rest;
  }

  private OverlapPart part(BitSet ords) {
    int count = ords.cardinality();
    return new OverlapPart(count, views.people(members.people(0, drawn(ords, count))));
  }

  private static BitSet drawn(BitSet ords, int count) {
    if (count <= SAMPLES) {
      return ords;
    }
    Random chance = new Random(count);
    BitSet drawn = new BitSet();
    while (drawn.cardinality() < SAMPLES) {
      int next = ords.nextSetBit(chance.nextInt(ords.length()));
      if (next >= 0) {
        drawn.set(next);
      }
    }
    return drawn;
  }
}
