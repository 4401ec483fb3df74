package io.kundig.sources.shops;

import io.kundig.sources.OnlyOneNode;
import io.kundig.sources.shops.HistoryStore.History;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes over the past of one shop after the other. How far it has come is committed with what it
/// applied: a killed server goes on there. While some pages are written, the next are read.
@Component
class HistoryWorker extends Worker {

  private static final int RECORDS_AT_ONCE = 1_000;
  private static final int PAGES_AT_ONCE = 25;
  private static final int PAGES_AHEAD = 12;
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

  private final HistoryStore store;
  private final ConnectionStore connections;
  private final MirrorStore mirror;
  private final Platforms platforms;
  private final Recording recording;
  private final OnlyOneNode onlyOneNode;
  private final LookUpWorker lookUps;
  private final Clock clock;

  HistoryWorker(
      HistoryStore store,
      ConnectionStore connections,
      MirrorStore mirror,
      Platforms platforms,
      Recording recording,
      OnlyOneNode onlyOneNode,
      LookUpWorker lookUps,
      Clock clock) {
    super("shop-history", Duration.ofSeconds(5));
    this.store = store;
    this.connections = connections;
    this.mirror = mirror;
    this.platforms = platforms;
    this.recording = recording;
    this.onlyOneNode = onlyOneNode;
    this.lookUps = lookUps;
    this.clock = clock;
  }

  /// Looks again once it is the only one: another server may just have ended the work.
  @Override
  boolean workOn() throws SQLException {
    return store.next(clock.instant()).isPresent()
        && onlyOneNode.run(
            OnlyOneNode.HISTORY, () -> store.next(clock.instant()).ifPresent(this::takeOver));
  }

  private void takeOver(History history) {
    ShopConnection connection = connections.find(history.connection()).orElseThrow();
    Pages pages = new Pages(connection, history);
    Thread reader = Thread.ofVirtual().name("shop-history-pages").start(pages::read);
    try {
      write(connection, history, pages);
      connections.answered(connection.id(), null, "", clock.instant());
    } catch (ShopRefusal e) {
      Duration wait = Objects.requireNonNullElse(e.retryAfter(), AFTER_REFUSAL);
      store.postpone(history, clock.instant().plus(wait));
      connections.answered(connection.id(), e.reason(), e.getMessage(), clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pages.close();
      reader.interrupt();
      lookUps.wake();
    }
  }

  private void write(ShopConnection connection, History history, Pages pages)
      throws ShopRefusal, InterruptedException {
    boolean more = true;
    while (more && !isStopping() && isStillWanted(connection)) {
      List<Said.Answered> answers = new ArrayList<>();
      Page last = pages.take();
      answers.addAll(last.said());
      for (int taken = 1;
          last.next != null && answers.size() < RECORDS_AT_ONCE && taken < PAGES_AT_ONCE;
          taken++) {
        last = pages.take();
        answers.addAll(last.said());
      }
      Page reached = last;
      recording.apply(
          connection,
          answers,
          () ->
              store.advance(history, reached.next, answers.size(), reached.total, clock.instant()));
      more = reached.next != null;
    }
  }

  private boolean isStillWanted(ShopConnection connection) {
    return connections.find(connection.id()).filter(ShopConnection::connected).isPresent();
  }

  /// @param asked the turn before which the page was not asked for
  /// @param refusal in the place of a page
  private record Page(
      List<Answer> answers,
      @Nullable String next,
      @Nullable Long total,
      long asked,
      @Nullable Exception refusal) {

    List<Said.Answered> said() {
      return Recording.answered(answers, asked);
    }
  }

  /// Reads ahead.
  private final class Pages {

    private final ShopConnection connection;
    private final History history;
    private final BlockingQueue<Page> queue = new ArrayBlockingQueue<>(PAGES_AHEAD);
    private final AtomicBoolean closed = new AtomicBoolean();

    Pages(ShopConnection connection, History history) {
      this.connection = connection;
      this.history = history;
    }

    void read() {
      try {
        String cursor = history.cursor();
        do {
          long asked = mirror.nextTurn();
          RecordPage page =
              platforms
                  .of(connection)
                  .page(connections.access(connection), history.resource(), cursor);
          queue.put(new Page(page.answers(), page.next(), page.total(), asked, null));
          cursor = page.next();
        } while (cursor != null && !closed.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ShopRefusal | RuntimeException e) {
        end(e);
      }
    }

    private void end(Exception e) {
      try {
        queue.put(new Page(List.of(), null, null, 0, e));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    Page take() throws ShopRefusal, InterruptedException {
      Page page = queue.take();
      if (page.refusal instanceof ShopRefusal refusal) {
        throw refusal;
      }
      if (page.refusal instanceof RuntimeException e) {
        throw e;
      }
      return page;
    }

    void close() {
      closed.set(true);
      queue.clear();
    }
  }
}
