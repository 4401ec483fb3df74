package io.kundig.channels.email;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Cuts connections that make no progress. A socket's own timeout bounds a single read, so a server
/// that sends one byte a minute, or stops reading, would hold a sender for ever; here one thread
/// bounds whole answers and whole writes.
final class Deadlines {
  private static final long TICK_MILLIS = 100;
  private static final Deadlines INSTANCE = new Deadlines();

  private final Set<SmtpTransport> watched = ConcurrentHashMap.newKeySet();
  private boolean running;

  private Deadlines() {}

  static void watch(SmtpTransport transport) {
    INSTANCE.add(transport);
  }

  static void forget(SmtpTransport transport) {
    INSTANCE.watched.remove(transport);
  }

  private synchronized void add(SmtpTransport transport) {
    watched.add(transport);
    if (!running) {
      running = true;
      Thread.ofVirtual().name("smtp-deadlines").start(this::run);
    }
  }

  private void run() {
    try {
      while (isNeeded()) {
        Thread.sleep(TICK_MILLIS);
        long now = System.nanoTime();
        watched.forEach(transport -> transport.cutIfOverdue(now));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts this thread", e);
    }
  }

  /// Ends the thread when there is nothing to watch.
  private synchronized boolean isNeeded() {
    running = !watched.isEmpty();
    return running;
  }
}
