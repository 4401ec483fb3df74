package io.kundig.sources.feeds;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A product feed that is fetched.
///
/// @param market empty: the shop's own; else a language or market such as `de-AT`
/// @param login whether the server asks for user and password
/// @param items usable ones, when it was last applied
/// @param reading entries read so far by the run that goes on; null: none does
record Feed(
    UUID id,
    int shopId,
    String name,
    String url,
    String market,
    boolean login,
    boolean insideNetwork,
    @Nullable String etag,
    @Nullable String modified,
    boolean timed,
    boolean acceptFewer,
    int items,
    @Nullable Instant appliedAt,
    int failures,
    Instant nextAt,
    @Nullable Integer reading,
    @Nullable Result result) {

  enum Outcome {
    APPLIED,
    /// The server says that nothing has changed.
    UNCHANGED,
    /// It could be read, but is doubtful: the catalogue stays as it was.
    KEPT,
    FAILED
  }

  /// What came of a run.
  ///
  /// @param code why it came to nothing
  /// @param line where it went wrong
  /// @param items usable entries
  /// @param skipped entries left out
  /// @param changed products that are described differently since
  /// @param gone products that it has no more
  /// @param flaws some of what was left out
  record Result(
      Instant at,
      Outcome outcome,
      @Nullable String code,
      @Nullable Long line,
      @Nullable String detail,
      int items,
      int skipped,
      int changed,
      int gone,
      List<Flaw> flaws) {}

  /// @param line where the entry stands
  record Flaw(long line, @Nullable String id, String code) {}
}
