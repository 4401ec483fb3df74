package io.kundig.segments;

import io.kundig.accounts.Shops;
import java.util.List;
import org.springframework.stereotype.Component;

/// Makes judges of the definitions as they are.
@Component
class Definitions {

  private final SegmentStore store;
  private final StreamStore streams;
  private final Shops shops;

  Definitions(SegmentStore store, StreamStore streams, Shops shops) {
    this.store = store;
    this.streams = streams;
    this.shops = shops;
  }

  /// One user's judges, made anew when a definition was changed. One thread at a time.
  final class Bench {

    private Judges judges = new Judges(-1, List.of(), shops, streams);

    /// As they are now, and as they stay until the end of the transaction.
    Judges locked() {
      SegmentStore.Engine engine = store.lockShared();
      if (judges.version() != engine.version()) {
        judges = new Judges(engine.version(), store.judged(), shops, streams);
      }
      return judges;
    }

    /// For keeping facts alone.
    Judges none() {
      return new Judges(-1, List.of(), shops, streams);
    }
  }

  Bench bench() {
    return new Bench();
  }
}
