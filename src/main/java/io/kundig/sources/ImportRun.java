package io.kundig.sources;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One pass over a file: what it has counted, and whether it may go on.
final class ImportRun {

  private final Import job;
  private Tally tally;
  private final Tally unheard = Tally.unheard();
  private final ImportStore store;
  private final RejectedRows rejectedRows;
  private final @Nullable String country;
  private final BooleanSupplier stopping;

  ImportRun(
      Import job,
      ImportStore store,
      RejectedRows rejectedRows,
      @Nullable String country,
      BooleanSupplier stopping) {
    this.job = job;
    this.tally = committed(job);
    this.store = store;
    this.rejectedRows = rejectedRows;
    this.country = country;
    this.stopping = stopping;
  }

  /// Without a position the file is read from its beginning, and counted anew.
  private static Tally committed(Import job) {
    return job.position() == null
        ? new Tally(Import.Progress.none(job.shape().bytes()), List.of())
        : new Tally(job.progress(), job.problems());
  }

  /// Forgets what was counted since the copy was made.
  void backTo(Tally copy) {
    tally = copy;
  }

  /// For rows whose fate was counted before a restart.
  Tally unheard() {
    return unheard;
  }

  Tally tally() {
    return tally;
  }

  /// ISO code of the shop's country, for phone numbers.
  @Nullable String country() {
    return country;
  }

  boolean isDry() {
    return job.isDry();
  }

  /// Outside of a chunk: nothing is committed by it but the figures.
  void progressed(double done) {
    committed(tally.progress(done), null);
  }

  /// In the transaction of a chunk.
  void committed(Import.Progress progress, @Nullable String position) {
    rejectedRows.add(job.id(), tally.takeRejected());
    if (!store.advance(job.id(), progress, tally.findings(), position) || stopping.getAsBoolean()) {
      throw new Stopped();
    }
  }

  /// Somebody cancelled, or the server stops.
  static final class Stopped extends RuntimeException {}
}
