package io.kundig.channels.email;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gives mails out in order and keeps what happened to them.
final class RecordingFeed implements SmtpFeed {
  final Queue<SmtpMail> waiting;
  final List<String> steps = new ArrayList<>();
  final Map<String, SmtpOutcome> outcomes = new HashMap<>();
  private Predicate<SmtpMail> gate = _ -> true;

  RecordingFeed(Collection<SmtpMail> mails) {
    waiting = new ArrayDeque<>(mails);
  }

  RecordingFeed(SmtpMail... mails) {
    this(List.of(mails));
  }

  RecordingFeed withGate(Predicate<SmtpMail> gate) {
    this.gate = gate;
    return this;
  }

  @Override
  public @Nullable SmtpMail next() {
    return waiting.poll();
  }

  @Override
  public boolean beforeFinalDot(SmtpMail mail) {
    steps.add("dot " + name(mail));
    return gate.test(mail);
  }

  @Override
  public void settled(SmtpMail mail, List<SmtpOutcome> each) {
    steps.add("settled " + name(mail));
    for (int i = 0; i < each.size(); i++) {
      String name = mail.recipients().get(i).local();
      if (outcomes.put(name, each.get(i)) != null) {
        throw new IllegalStateException("Settled twice: " + name);
      }
    }
  }

  private static String name(SmtpMail mail) {
    return mail.recipients().getFirst().local();
  }
}
