package io.kundig.segments;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The segments that are kept, ready to judge; used by one thread at a time. A segment stands after
/// those it refers to.
final class Judges {

  /// @param compiled its condition
  record Judge(Segment segment, Compiled compiled) {}

  private final long version;
  private final long newest;
  private final Stopwatch watch;
  private final List<Judge> judges = new ArrayList<>();
  private final Map<Integer, Integer> placeByNo = new HashMap<>();
  private final Map<Integer, BitSet> byStream = new HashMap<>();
  private final BitSet byState = new BitSet();
  private final List<Problem> problems = new ArrayList<>();

  static final int ALL_SEGMENTS = -1;

  /// A segment broke off at somebody, or all of them.
  record Problem(int segment, UUID person, Throwable why) {}

  /// For each place the places that a verdict needs, or that need it, however far.
  private final List<BitSet> neighbours = new ArrayList<>();

  Judges(long version, List<Segment> segments, Shops shops, Names names, Effort effort) {
    this.version = version;
    Map<UUID, Segment> open = new HashMap<>();
    segments.forEach(segment -> open.put(segment.id(), segment));
    for (Segment segment : segments) {
      add(segment, open, shops, names);
    }
    judges.forEach(judge -> neighbours.add(closure(judge)));
    this.watch = new Stopwatch(effort, judges);
    this.newest = judges.stream().mapToLong(judge -> judge.segment().liveVersion()).max().orElse(0);
  }

  /// Depth first, so that what is referred to stands before.
  private void add(Segment segment, Map<UUID, Segment> open, Shops shops, Names names) {
    if (open.remove(segment.id()) == null) {
      return;
    }
    segment
        .condition()
        .segmentIds()
        .forEach(
            id -> {
              Segment other = open.get(id);
              if (other != null) {
                add(other, open, shops, names);
              }
            });
    Compiled compiled = Compiled.of(segment.condition(), zone(segment, shops), names);
    int place = judges.size();
    judges.add(new Judge(segment, compiled));
    placeByNo.put(segment.no(), place);
    compiled
        .streams()
        .forEach(stream -> byStream.computeIfAbsent(stream, no -> new BitSet()).set(place));
    if (compiled.usesState()) {
      byState.set(place);
    }
  }

  static ZoneId zone(Segment segment, Shops shops) {
    Integer shop = segment.shopId();
    return (shop == null ? first(shops) : shops.get(shop)).timeZone();
  }

  static Shop first(Shops shops) {
    return shops.all().getFirst();
  }

  private BitSet closure(Judge judge) {
    BitSet all = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(placeOf(judge)));
    while (!open.isEmpty()) {
      int place = open.removeLast();
      if (!all.get(place)) {
        all.set(place);
        judges.get(place).compiled().segments().forEach(no -> addPlace(open, no));
        int here = judges.get(place).segment().no();
        for (int other = 0; other < judges.size(); other++) {
          if (judges.get(other).compiled().segments().contains(here)) {
            open.add(other);
          }
        }
      }
    }
    return all;
  }

  private void addPlace(List<Integer> open, int no) {
    Integer place = placeByNo.get(no);
    if (place != null) {
      open.add(place);
    }
  }

  private int placeOf(Judge judge) {
    return placeByNo.getOrDefault(judge.segment().no(), 0);
  }

  long version() {
    return version;
  }

  Stopwatch watch() {
    return watch;
  }

  boolean isEmpty() {
    return judges.isEmpty();
  }

  List<Judge> all() {
    return judges;
  }

  BitSet everyone() {
    BitSet all = new BitSet();
    all.set(0, judges.size());
    return all;
  }

  /// The places of those that may change when these streams do.
  BitSet affectedBy(Set<Integer> streams) {
    BitSet direct = new BitSet();
    streams.forEach(stream -> direct.or(byStream.getOrDefault(stream, new BitSet())));
    return withNeighbours(direct);
  }

  BitSet affectedByState() {
    return withNeighbours(byState);
  }

  int numberAt(int place) {
    return judges.get(place).segment().no();
  }

  boolean isAnyBuilding() {
    return judges.stream().anyMatch(judge -> judge.segment().state() == Segment.State.BUILDING);
  }

  /// The numbers of all streams that are looked at.
  Set<Integer> streams() {
    Set<Integer> all = new HashSet<>();
    for (Judge judge : judges) {
      all.addAll(judge.compiled().streams());
      all.addAll(judge.compiled().orderStreams());
    }
    return all;
  }

  /// Whether segments have become live since somebody was judged, who has to be judged by all then.
  boolean isNews(long judgedVersion) {
    return judgedVersion < newest;
  }

  /// Whether what was judged at a version says who was in the segment at a place.
  boolean isKnown(int place, long judgedVersion) {
    Segment segment = judges.get(place).segment();
    return segment.state() == Segment.State.LIVE && segment.liveVersion() <= judgedVersion;
  }

  BitSet closureOf(int place) {
    return neighbours.get(place);
  }

  private BitSet withNeighbours(BitSet direct) {
    BitSet all = new BitSet();
    direct.stream().forEach(place -> all.or(neighbours.get(place)));
    return all;
  }

  /// What became of one person.
  ///
  /// @param holds by place, for those that were judged
  /// @param turn when time alone may change something, in Unix milliseconds
  record Verdict(BitSet judged, BitSet holds, long turn) {}

  /// Passes over segments that break off; see [#problems].
  ///
  /// @throws Effort.TooSlow if one of them is
  ///
  /// @param wanted places, closed under reference
  Verdict judge(UUID profileId, byte[] events, byte[] state, BitSet wanted, long now) {
    BitSet holds = new BitSet();
    BitSet judged = new BitSet();
    Facts facts =
        facts(
            profileId,
            events,
            state,
            no -> holds.get(placeByNo.getOrDefault(no, Integer.MAX_VALUE)));
    if (facts == null) {
      return new Verdict(judged, holds, FactsStore.NEVER);
    }
    long turn = FactsStore.NEVER;
    boolean measures = watch.measuresNext();
    long begun = System.nanoTime();
    long start = begun;
    for (int place = wanted.nextSetBit(0); place >= 0; place = wanted.nextSetBit(place + 1)) {
      Judge judge = judges.get(place);
      if (refersToUnjudged(judge, judged)) {
        continue;
      }
      try {
        long verdict = judge.compiled().judge(facts, now);
        holds.set(place, verdict >= 0);
        turn = Math.min(turn, verdict >= 0 ? verdict : ~verdict);
        judged.set(place);
      } catch (RuntimeException | StackOverflowError e) {
        // One segment that cannot judge somebody must not stop the others.
        problems.add(new Problem(judge.segment().no(), profileId, e));
      }
      if (measures) {
        long end = System.nanoTime();
        watch.judged(place, end - start);
        start = end;
      }
    }
    watch.judgedPerson(measures, System.nanoTime() - begun);
    return new Verdict(judged, holds, turn);
  }

  private @Nullable Facts facts(
      UUID profileId, byte[] events, byte[] state, IntPredicate memberOf) {
    try {
      return new Facts(new ProfileId(profileId), events, state, memberOf);
    } catch (RuntimeException e) {
      problems.add(new Problem(ALL_SEGMENTS, profileId, e));
      return null;
    }
  }

  /// Of whoever is in such a one nothing is known: whoever refers to it is left as they are.
  private boolean refersToUnjudged(Judge judge, BitSet judged) {
    for (int no : judge.compiled().segments()) {
      Integer place = placeByNo.get(no);
      if (place == null || !judged.get(place)) {
        return true;
      }
    }
    return false;
  }

  /// Where segments broke off since this was last asked.
  List<Problem> takeProblems() {
    List<Problem> taken = List.copyOf(problems);
    problems.clear();
    return taken;
  }
}
