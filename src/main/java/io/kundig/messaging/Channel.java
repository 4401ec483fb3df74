package io.kundig.messaging;

import io.kundig.consent.ChannelKind;
import java.util.List;

/// How messages of one kind leave. Implemented in the module `channels`; messaging owns when and
/// what.
public interface Channel {

  ChannelKind kind();

  /// Sends one batch over as many connections as it has, reporting each result as it is known.
  ///
  /// Before the bytes that make the provider responsible for a message (SMTP: the final dot) are
  /// written, the channel calls [Progress#beforeHandOver] and waits for it; after the answer it
  /// calls [Progress#result]. A message for which no result is reported was not handed over if
  /// `beforeHandOver` was not called for it, and is in doubt otherwise.
  void send(List<Outgoing> batch, Progress progress);

  interface Progress {
    /// Blocks until it is durable that the message may have left. May be called by several
    /// connections at once.
    void beforeHandOver(Outgoing message);

    void result(Outgoing message, Result result);
  }

  sealed interface Result {
    record HandedOver(String reply) implements Result {}

    /// @param retry whether another try later may succeed (4xx)
    record Refused(int code, String reply, boolean retry) implements Result {}

    /// The provider may or may not have it.
    record InDoubt(String detail) implements Result {}

    /// It certainly has not left (connection refused, lost before the hand-over).
    record NotSent(String detail) implements Result {}
  }
}
