package io.kundig.sources;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One file on its way in.
///
/// @param fileName as the person's computer calls it; only ever shown
/// @param mapping column → field, null where a column is left out
/// @param position how far the rows are committed, in the words of its kind
/// @param problems by kind and column, the most frequent first
record Import(
    UUID id,
    int shopId,
    ImportKind kind,
    String fileName,
    ImportState state,
    FileShape shape,
    Map<String, @Nullable String> mapping,
    ImportOptions options,
    Progress progress,
    @Nullable String position,
    List<Finding> problems,
    @Nullable Words failure,
    boolean cancelRequested,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  boolean isDry() {
    return state == ImportState.CHECKING;
  }

  /// Rows are those of the file, without its header.
  ///
  /// @param bytes how much of the work is done, as if the file's bytes measured it
  record Progress(
      long bytes,
      long totalBytes,
      long rows,
      long imported,
      long updated,
      long skipped,
      long failed) {

    static Progress none(long totalBytes) {
      return new Progress(0, totalBytes, 0, 0, 0, 0, 0);
    }
  }

  /// @param row the first one with it
  /// @param column null: the row as a whole
  record Finding(
      String code, long row, @Nullable String column, Words message, long count, String effect) {}
}
