package io.kundig.messaging;

import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The one place where it is decided whether, when and by which channel a message leaves.
@Component
public class Messaging {

  /// What should have happened longer ago is not made up for: a cart mail of last month would be an
  /// embarrassment. Counts for messages, and for steps that would lead to one.
  public static final Duration TOO_LATE = Duration.ofHours(48);

  private final Decisions decisions;
  private final MessageStore messages;
  private final Outbox outbox;
  private final ContentStore contents;
  private final Shops shops;
  private final Sending sending;

  Messaging(
      Decisions decisions,
      MessageStore messages,
      Outbox outbox,
      ContentStore contents,
      Shops shops,
      Sending sending) {
    this.decisions = decisions;
    this.messages = messages;
    this.outbox = outbox;
    this.contents = contents;
    this.shops = shops;
    this.sending = sending;
  }

  /// Decides and stores a batch, in the caller's transaction; what may be sent leaves after its
  /// commit.
  ///
  /// @param requests at most 1,000, since each person's lock is held until the commit
  /// @return one decision per request, in their order; for a known `messageId` the decision already
  ///   stored
  @Transactional
  public List<Decision> request(List<MessageRequest> requests) {
    List<Decision> answers = decisions.decide(requests);
    outbox.wakeAfterCommit();
    return answers;
  }

  /// What keeps the shop from sending anything now, whoever it is to: `SENDER_INCOMPLETE`,
  /// `NO_IMPRESSUM`; empty where it may send.
  public Optional<Decision.Reason> obstacle(int shopId) {
    return Checklist.obstacle(shops.get(shopId));
  }

  /// Why no message leaves this server, where that is so: from the first attempt that failed until
  /// one succeeds.
  public Optional<Outage> outage() {
    return sending.outage();
  }

  /// The message as it was sent; empty where it never came to that.
  ///
  /// @param profile the person's id when it was sent; merges since are followed
  public Optional<Content> content(ProfileId profile, UUID messageId) {
    return contents
        .find(messageId, List.of(profile.value()))
        .or(
            () ->
                messages
                    .find(messageId)
                    .flatMap(it -> contents.find(messageId, List.of(it.ref().profileId()))));
  }

  /// Deletes messages with all that is in them, where they were written to somebody who never
  /// became a profile: the id of the message stands for the profile there, as in a sign-up nobody
  /// confirmed.
  ///
  /// @return how many
  @Transactional
  public int deleteToNobody(Collection<UUID> messageIds) {
    return messages.deleteToNobody(messageIds);
  }
}
