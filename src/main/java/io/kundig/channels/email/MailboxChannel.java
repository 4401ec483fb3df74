package io.kundig.channels.email;

import io.kundig.consent.ChannelKind;
import io.kundig.messaging.Channel;
import io.kundig.messaging.Outgoing;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// E-mail that stays here: the built-in mailbox, where no mail server is set.
class MailboxChannel implements Channel {

  private static final int LANES = 2;

  private final MailboxStore mailbox;

  MailboxChannel(MailboxStore mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.EMAIL;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void send(Feed feed) {
    for (@Nullable Outgoing next = feed.next(); next != null; next = feed.next()) {
      feed.settled(next, put(next, feed));
    }
  }

  private Result put(Outgoing outgoing, Feed feed) {
    try {
      EmailAddress.parse(outgoing.to());
    } catch (IllegalArgumentException e) {
      return new Result.InvalidAddress(String.valueOf(e.getMessage()));
    }
    byte[] source;
    try {
      source = EmailSource.of(outgoing);
    } catch (IllegalArgumentException e) {
      return new Result.NotSent(String.valueOf(e.getMessage()), false);
    }
    if (!feed.beforeHandOver(outgoing)) {
      return new Result.NotSent("kept back", true);
    }
    try {
      mailbox.put(outgoing, source);
      return new Result.HandedOver("250 put into the built-in mailbox");
    } catch (DataAccessException e) {
      return new Result.InDoubt("the database did not answer");
    }
  }
}
