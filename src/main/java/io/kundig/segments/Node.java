package io.kundig.segments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition ready to be judged, which says in one number whether it holds and until when
/// ([Turn]).
abstract class Node {

  final Condition condition;

  Node(Condition condition) {
    this.condition = condition;
  }

  /// @param now milliseconds since 1970
  abstract long judge(Facts facts, long now);

  Explained explain(Facts facts, long now) {
    return explained(facts, now, null, null);
  }

  final Explained explained(Facts facts, long now, @Nullable Instant at, @Nullable String value) {
    return new Explained(condition, Turn.holds(judge(facts, now)), null, at, value, List.of());
  }

  /// All or any hold; or, of any, the opposite.
  static final class Group extends Node {

    private final Node[] of;

    /// Whether all have to hold.
    private final boolean all;

    private final boolean not;

    Group(Condition condition, List<Node> of, boolean all, boolean not) {
      super(condition);
      this.of = of.toArray(Node[]::new);
      this.all = all;
      this.not = not;
    }

    @Override
    long judge(Facts facts, long now) {
      long answer = joined(facts, now);
      return not ? Turn.opposite(answer) : answer;
    }

    /// One that fails (of all) or holds (of any) decides alone, as long as the longest such one
    /// stays so; otherwise the first that turns may change the answer.
    private long joined(Facts facts, long now) {
      long first = Turn.ALWAYS;
      long decisive = -1;
      for (Node node : of) {
        long answer = node.judge(facts, now);
        long moment = Turn.moment(answer);
        if (Turn.holds(answer) != all) {
          decisive = Math.max(decisive, moment);
          if (moment == Turn.ALWAYS) {
            break;
          }
        } else {
          first = Math.min(first, moment);
        }
      }
      return decisive >= 0 ? Turn.of(!all, decisive) : Turn.of(all, first);
    }

    @Override
    Explained explain(Facts facts, long now) {
      List<Explained> parts = new ArrayList<>();
      for (Node node : of) {
        if (node.condition != condition) {
          parts.add(node.explain(facts, now));
        }
      }
      boolean holds = Turn.holds(judge(facts, now));
      return new Explained(condition, holds, null, null, null, parts);
    }
  }

  /// What no time changes.
  static final class Fixed extends Node {

    private final Question question;
    private final Finding finding;

    interface Question {
      boolean holds(Facts facts);
    }

    interface Finding {
      @Nullable String of(Facts facts);
    }

    Fixed(Condition condition, Question question, Finding finding) {
      super(condition);
      this.question = question;
      this.finding = finding;
    }

    @Override
    long judge(Facts facts, long now) {
      return question.holds(facts) ? Turn.ALWAYS : Turn.NEVER;
    }

    @Override
    Explained explain(Facts facts, long now) {
      return explained(facts, now, null, finding.of(facts));
    }
  }

  /// One moment in a stretch of time: when somebody was first seen, or allowed something.
  static final class Since extends Node {

    private final Origin origin;
    private final Window window;
    private final Fixed.Finding finding;

    interface Origin {
      /// Milliseconds since 1970; `null` if there is none.
      @Nullable Long of(Facts facts);
    }

    Since(Condition condition, Origin origin, Window window, Fixed.Finding finding) {
      super(condition);
      this.origin = origin;
      this.window = window;
      this.finding = finding;
    }

    @Override
    long judge(Facts facts, long now) {
      Long moment = origin.of(facts);
      if (moment == null) {
        return Turn.NEVER;
      }
      window.at(now);
      return window.judge(moment);
    }

    @Override
    Explained explain(Facts facts, long now) {
      Long moment = origin.of(facts);
      Instant at = moment == null ? null : Instant.ofEpochMilli(moment);
      return explained(facts, now, at, finding.of(facts));
    }
  }
}
