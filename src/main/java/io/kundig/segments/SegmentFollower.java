package io.kundig.segments;

import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import io.kundig.events.Wanted;
import java.util.List;
import org.springframework.stereotype.Component;

/// Judges people by what the log says of them, while anybody uses segments.
@Component
class SegmentFollower implements EventConsumer {

  static final String NAME = "segments";

  private final SegmentStore store;
  private final Judging judging;
  private final Definitions.Bench bench;

  SegmentFollower(SegmentStore store, Judging judging, Definitions definitions) {
    this.store = store;
    this.judging = judging;
    this.bench = definitions.bench();
  }

  @Override
  public String name() {
    return NAME;
  }

  /// Asked in the transaction that moves the cursor: until the facts of everybody are built it is
  /// known which side of the cursor an event is on.
  @Override
  public Wanted wanted() {
    return store.engine().wanted() ? Wanted.everythingBut(Judging.OURS) : Wanted.of(List.of());
  }

  @Override
  public void accept(List<Event> batch) {
    Judging.Work work = new Judging.Work();
    batch.forEach(work::happened);
    judging.judge(bench.locked(), work);
  }
}
