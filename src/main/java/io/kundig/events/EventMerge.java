package io.kundig.events;

import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfilesMerged;
import java.util.List;
import org.springframework.stereotype.Component;

/// Moves the events of merged profiles.
@Component
class EventMerge implements MergeParticipant {

  private final EventStore store;

  EventMerge(EventStore store) {
    this.store = store;
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    store.move(merges);
  }
}
