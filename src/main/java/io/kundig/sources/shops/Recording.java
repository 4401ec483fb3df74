package io.kundig.sources.shops;

import io.kundig.sources.shops.DeliveryStore.Stored;
import io.kundig.sources.shops.Unreadable.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Applies answers of a shop, all in one transaction together with what the caller notes of it. An
/// answer that the database refuses stands aside and holds up no other.
@Component
class Recording {

  private static final int TRIES = 8;

  private final Recorder recorder;
  private final DeliveryStore deliveries;
  private final TransactionTemplate transactions;
  private final Clock clock;

  Recording(
      Recorder recorder, DeliveryStore deliveries, TransactionTemplate transactions, Clock clock) {
    this.recorder = recorder;
    this.deliveries = deliveries;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// @param note in the transaction in which the last of them is applied
  /// @return how many were news
  int apply(ShopConnection connection, List<Said.Answered> answers, Runnable note) {
    try {
      return transaction(
          () -> {
            keepGarbled(connection, answers);
            int applied = recorder.record(connection, answers, List.of());
            note.run();
            return applied;
          });
    } catch (RuntimeException e) {
      if (isAway(e) || answers.isEmpty()) {
        throw e;
      }
      return isolate(connection, answers, note, e);
    }
  }

  /// Half by half, until what breaks it stands alone.
  private int isolate(
      ShopConnection connection, List<Said.Answered> answers, Runnable note, RuntimeException e) {
    if (answers.size() == 1) {
      setAside(connection, answers.getFirst(), e);
      transactions.executeWithoutResult(_ -> note.run());
      return 0;
    }
    int half = answers.size() / 2;
    int first = apply(connection, answers.subList(0, half), () -> {});
    return first + apply(connection, answers.subList(half, answers.size()), note);
  }

  private void setAside(ShopConnection connection, Said.Answered answer, RuntimeException e) {
    RecordRef ref = answer.ref();
    String topic = ref.resource().code() + ".updated";
    String body = "{\"id\":\"" + ref.id().replaceAll("[^\\w.:/-]", "") + "\"}";
    deliveries.keep(
        Stored.of(
            connection.id(),
            clock.instant(),
            topic,
            "answer",
            body.getBytes(StandardCharsets.UTF_8)),
        refused(e));
  }

  static Unreadable refused(RuntimeException e) {
    String cause = String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    return new Unreadable(Reason.REFUSED, cause.lines().findFirst().orElse(""));
  }

  private void keepGarbled(ShopConnection connection, List<Said.Answered> answers) {
    for (Said.Answered said : answers) {
      if (said.answer() instanceof Answer.Garbled garbled) {
        deliveries.keep(
            Stored.of(connection.id(), clock.instant(), garbled.topic(), "answer", garbled.body()),
            garbled.problem());
      }
    }
  }

  /// In a transaction of its own, again when others were in the way.
  <T> T transaction(Supplier<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
      } catch (ConcurrencyFailureException | DuplicateKeyException e) {
        if (tries == TRIES) {
          throw e;
        }
        pause(tries);
      }
    }
  }

  private static void pause(int tries) {
    try {
      Thread.sleep(5L * tries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static boolean isAway(RuntimeException e) {
    return e instanceof TransactionException || e instanceof DataAccessResourceFailureException;
  }

  static List<Said.Answered> answered(List<Answer> answers, long asked) {
    List<Said.Answered> said = new ArrayList<>();
    answers.forEach(answer -> said.add(new Said.Answered(answer, asked)));
    return said;
  }

  static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
