package io.kundig.sources;

import io.kundig.sources.RowProblem.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what becomes of the rows of one import, and collects those for the error file.
final class Tally {

  private static final int MOST_FINDINGS = 100;

  private final boolean heard;
  private final long totalBytes;
  private long rows;
  private long imported;
  private long updated;
  private long skipped;
  private long failed;
  private final Map<Key, Import.Finding> findings = new LinkedHashMap<>();
  private List<Rejected> rejected = new ArrayList<>();

  Tally(Import.Progress progress, List<Import.Finding> findings) {
    this(progress, findings, true);
  }

  private Tally(Import.Progress progress, List<Import.Finding> findings, boolean heard) {
    this.heard = heard;
    this.totalBytes = progress.totalBytes();
    this.rows = progress.rows();
    this.imported = progress.imported();
    this.updated = progress.updated();
    this.skipped = progress.skipped();
    this.failed = progress.failed();
    findings.forEach(known -> this.findings.put(new Key(known.code(), known.column()), known));
  }

  /// One that counts nothing.
  static Tally unheard() {
    return new Tally(Import.Progress.none(0), List.of(), false);
  }

  /// To go back to when a transaction fails.
  Tally copy() {
    Tally copy = new Tally(progress(0), List.copyOf(findings.values()), heard);
    copy.rejected.addAll(rejected);
    return copy;
  }

  void read() {
    rows++;
  }

  void taken(int moreImported, int moreUpdated) {
    imported += moreImported;
    updated += moreUpdated;
  }

  /// @param column null: the row as a whole
  /// @param value what stands there
  void problem(RowProblem problem, Layout.Cells cells, @Nullable String column, String value) {
    if (!heard) {
      return;
    }
    switch (problem.effect()) {
      case FAILED -> failed++;
      case SKIPPED -> skipped++;
      case NOTED -> {}
    }
    Words words = problem.words(value);
    findings.compute(
        new Key(problem.code(), column),
        (key, known) ->
            known == null
                ? new Import.Finding(
                    problem.code(), cells.row(), column, words, 1, code(problem.effect()))
                : again(known, cells.row(), words));
    rejected.add(new Rejected(cells.row(), problem, words, cells.packed()));
  }

  private static Import.Finding again(Import.Finding known, int row, Words words) {
    boolean earlier = row < known.row();
    return new Import.Finding(
        known.code(),
        Math.min(row, known.row()),
        known.column(),
        earlier ? words : known.message(),
        known.count() + 1,
        known.effect());
  }

  private static String code(Effect effect) {
    return effect.name().toLowerCase(java.util.Locale.ROOT);
  }

  /// @param done the part of the work that is done, 0 to 1
  Import.Progress progress(double done) {
    return progress(done, 0, 0);
  }

  /// With rows that count once their transaction is through.
  Import.Progress progress(double done, int moreImported, int moreUpdated) {
    long bytes = (long) (totalBytes * Math.min(1, done));
    return new Import.Progress(
        bytes, totalBytes, rows, imported + moreImported, updated + moreUpdated, skipped, failed);
  }

  /// Failures first, then by frequency.
  List<Import.Finding> findings() {
    return findings.values().stream()
        .sorted(
            Comparator.comparing((Import.Finding finding) -> order(finding.effect()))
                .thenComparing(Comparator.comparingLong(Import.Finding::count).reversed()))
        .limit(MOST_FINDINGS)
        .toList();
  }

  private static int order(String effect) {
    return Effect.valueOf(effect.toUpperCase(java.util.Locale.ROOT)).ordinal();
  }

  /// The rejected rows since the last call.
  List<Rejected> takeRejected() {
    List<Rejected> taken = rejected;
    rejected = new ArrayList<>();
    return taken;
  }

  private record Key(String code, @Nullable String column) {}

  record Rejected(int row, RowProblem problem, Words words, String cells) {}
}
