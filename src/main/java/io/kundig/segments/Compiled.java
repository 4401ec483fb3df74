package io.kundig.segments;

import java.time.ZoneId;
import java.util.Set;

/// A condition ready to be judged over the facts of many profiles. It remembers the moment it last
/// worked with: one thread at a time, and cheapest if many profiles are judged at one moment.
public final class Compiled {

  private final Node root;
  private final Set<Integer> streams;
  private final Set<Integer> orderStreams;
  private final Set<Integer> segments;
  private final boolean usesState;
  private final boolean usesRanks;

  private Compiled(Node root, Compiler compiler) {
    this.root = root;
    this.streams = Set.copyOf(compiler.streams());
    this.orderStreams = Set.copyOf(compiler.orderStreams());
    this.segments = Set.copyOf(compiler.segments());
    this.usesState = compiler.usesState();
    this.usesRanks = compiler.usesRanks();
  }

  /// @param zone of all days and calendar units in the condition
  /// @throws io.kundig.shared.Invalid if a segment it asks about is not known
  static Compiled of(Condition condition, ZoneId zone, Names names) {
    Compiler compiler = new Compiler(zone, names);
    return new Compiled(compiler.compile(condition), compiler);
  }

  /// Whether it holds, and until when at least that stays so if nothing happens but that time goes
  /// by. At or above 0: it holds until then; below 0: it does not hold until `~` of it; both in
  /// milliseconds since 1970, later than now, [Long#MAX_VALUE] for ever. The moment may be too
  /// early, never too late.
  ///
  /// @param now milliseconds since 1970
  long judge(Facts facts, long now) {
    return root.judge(facts, now);
  }

  Explained explain(Facts facts, long now) {
    return root.explain(facts, now);
  }

  /// The streams of events whose occurrences it looks at.
  Set<Integer> streams() {
    return streams;
  }

  /// The streams of orders.
  Set<Integer> orderStreams() {
    return orderStreams;
  }

  /// Whether it looks at anything else that is known of the person, such as orders and traits.
  boolean usesState() {
    return usesState;
  }

  /// Whether it compares people with other buyers, by bounds as they were when it was compiled.
  boolean usesRanks() {
    return usesRanks;
  }

  /// The numbers of the segments it asks about.
  Set<Integer> segments() {
    return segments;
  }
}
