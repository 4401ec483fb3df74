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
  private final Effort effort;

  Definitions(SegmentStore store, StreamStore streams, Shops shops, Effort effort) {
    this.store = store;
    this.streams = streams;
    this.shops = shops;
    this.effort = effort;
  }

  /// One user's judges, made anew when a definition was changed. One thread at a time.
  final class Bench {

    private Judges judges = new Judges(-1, List.of(), shops, streams, effort);

    /// As they are now, and as they stay until the end of the transaction.
    Judges locked() {
      SegmentStore.Engine engine = store.lockShared();
      if (judges.version() != engine.version()) {
        streams.load();
        judges = new Judges(engine.version(), store.judged(), shops, streams, effort);
        streams.keepOnly(judges.streams());
      }
      return judges;
    }

    /// For keeping facts alone.
    Judges none() {
      return new Judges(-1, List.of(), shops, streams, effort);
    }
  }

  /// In the transaction that changes a definition, while nobody judges.
  void changed() {
    streams.retire(new Judges(-1, store.judged(), shops, streams, effort).streams());
    store.newVersion();
  }

  Bench bench() {
    return new Bench();
  }
}
