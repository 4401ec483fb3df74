package io.kundig.forms;

import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// A confirmation mail to somebody unknown is kept under the sign-up's id. Once the person has a
/// profile, all of it follows there, as it does in a merge.
@Component
class Placeholders {

  private final ObjectProvider<MergeParticipant> participants;
  private final TransactionTemplate transactions;

  Placeholders(ObjectProvider<MergeParticipant> participants, TransactionTemplate transactions) {
    this.participants = participants;
    this.transactions = transactions;
  }

  void follow(SignUp signUp, ProfileId profile, Instant now) {
    List<ProfilesMerged> merges =
        List.of(new ProfilesMerged(new ProfileId(signUp.id()), profile, now));
    transactions.executeWithoutResult(
        _ -> participants.orderedStream().forEach(participant -> participant.move(merges)));
  }
}
