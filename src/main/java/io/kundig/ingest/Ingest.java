package io.kundig.ingest;

import io.kundig.profiles.ProfileId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one door for facts from outside. When it returns, the facts are durable and visible.
@Component
public class Ingest {

  /// Blocks until the group commit that holds the facts is durable.
  ///
  /// @return one outcome per fact, in their order
  /// @throws Busy if the queue is full or the database is away; nothing was taken
  public List<Outcome> accept(List<? extends Fact> facts) {
    throw new UnsupportedOperationException();
  }

  public sealed interface Outcome {
    record Accepted(ProfileId profileId) implements Outcome {}

    record Duplicate() implements Outcome {}

    record Dropped(DropReason reason) implements Outcome {}
  }

  public enum DropReason {
    BOT,
    NO_IDENTITY,
    INVALID,
    POISON
  }

  /// Come back later.
  public static final class Busy extends RuntimeException {
    private final boolean databaseAway;

    public Busy(boolean databaseAway, @Nullable Throwable cause) {
      super(databaseAway ? "database away" : "queue full", cause);
      this.databaseAway = databaseAway;
    }

    public boolean databaseAway() {
      return databaseAway;
    }
  }
}
