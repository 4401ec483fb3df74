package io.kundig.segments;

import java.time.Duration;
import org.springframework.stereotype.Component;

/// Tells the [ListWorker] that there is something to do.
@Component
class ListWake {

  private final Wake wake = new Wake();

  void afterCommit() {
    wake.afterCommit();
  }

  void now() {
    wake.now();
  }

  void await(Duration patience) throws InterruptedException {
    wake.await(patience);
  }
}
