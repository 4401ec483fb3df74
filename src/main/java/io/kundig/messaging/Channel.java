package io.kundig.messaging;

import io.kundig.consent.ChannelKind;
import org.jspecify.annotations.Nullable;

/// How messages of one kind leave. Implemented in the module `channels`; messaging owns when and
/// what.
public interface Channel {

  ChannelKind kind();

  /// How many runs may go on side by side, each over a connection of its own. Constant.
  int lanes();

  /// Sends what the feed gives, in its order, on the calling thread, until it gives no more.
  ///
  /// @throws Unavailable where nothing can leave at the moment; whatever was taken is settled
  void send(Feed feed) throws Unavailable;

  /// Where a run takes its messages from, and whom it tells what became of them. Called on one
  /// thread, for each message in this order; every message taken is settled exactly once, and
  /// before [#beforeHandOver(Outgoing)] of the next.
  interface Feed {

    /// The next message, or null where there is none at the moment.
    @Nullable Outgoing next();

    /// Called at the last moment at which the message can stay here (SMTP: before the final dot).
    /// Returns when it is durable that it may have left.
    ///
    /// @return false to keep the message back; it is then settled as [Result.NotSent]
    boolean beforeHandOver(Outgoing message);

    void settled(Outgoing message, Result result);
  }

  /// What became of one message.
  sealed interface Result {
    record HandedOver(String reply) implements Result {}

    /// Nobody got it.
    ///
    /// @param again whether another try later may succeed (4xx)
    record Refused(int code, String reply, boolean again) implements Result {}

    /// The provider says that nobody is there (hard bounce); nobody got it, and never will.
    record NoSuchRecipient(int code, String reply) implements Result {}

    /// Not an address of this channel at all.
    record InvalidAddress(String detail) implements Result {}

    /// The provider may or may not have it.
    record InDoubt(String detail) implements Result {}

    /// It certainly has not left.
    ///
    /// @param again whether another try later may succeed (connection lost before the hand-over)
    record NotSent(String detail, boolean again) implements Result {}
  }

  /// The provider cannot be reached, or does not want to talk to us.
  final class Unavailable extends Exception {
    private final String reason;
    private final boolean passing;

    /// @param reason a short name of what stands in the way, in lower case
    /// @param message what the provider said
    /// @param passing false where somebody must change the settings
    public Unavailable(String reason, String message, boolean passing, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
      this.passing = passing;
    }

    public String reason() {
      return reason;
    }

    public boolean passing() {
      return passing;
    }
  }
}
