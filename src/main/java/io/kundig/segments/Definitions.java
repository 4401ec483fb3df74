package io.kundig.segments;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import java.time.ZoneId;
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
    private List<ZoneId> zones = List.of();

    /// As they are now, and as they stay until the end of the transaction.
    Judges locked() {
      SegmentStore.Engine engine = store.lockShared();
      // What a shop is becomes known a moment after it was changed by another process.
      List<ZoneId> present = shops.all().stream().map(Shop::timeZone).toList();
      if (judges.version() != engine.version() || !zones.equals(present)) {
        zones = present;
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
