package io.kundig.segments;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.util.List;
import org.springframework.stereotype.Component;

/// Whoever is merged stays on their lists; whoever is erased is on none.
@Component
class ListsFollowPeople implements MergeParticipant, ErasureParticipant {

  private final ListStore store;

  ListsFollowPeople(ListStore store) {
    this.store = store;
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    store.move(
        merges.stream().map(merge -> merge.from().value()).toList(),
        merges.stream().map(merge -> merge.into().value()).toList());
  }

  @Override
  public void erase(Erasure person) {
    store.forget(person.ids().stream().map(ProfileId::value).toList());
  }
}
