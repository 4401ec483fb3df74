package io.kundig.flows;

import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfilesMerged;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Moves runs when people are merged.
@Component
class FlowMerges implements MergeParticipant {

  private final RunStore runs;
  private final FlowEvents events;
  private final Clock clock;

  FlowMerges(RunStore runs, FlowEvents events, Clock clock) {
    this.runs = runs;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    events.left(
        runs.move(
            merges.stream().map(merge -> merge.from().value()).toList(),
            merges.stream().map(merge -> merge.into().value()).toList(),
            clock.instant()));
  }
}
