package io.kundig.sources.feeds;

import org.jspecify.annotations.Nullable;

/// Why a feed as a whole cannot be taken.
final class FeedTrouble extends Exception {

  enum Code {
    /// No answer, or only a part of one.
    UNREACHABLE,
    /// Another status than 200; the detail is the status.
    STATUS,
    /// User or password are wrong or missing.
    LOGIN,
    TOO_LARGE,
    EMPTY,
    /// A page, or something else that is none of the three.
    NOT_A_FEED,
    XML_BROKEN,
    /// Entities are not read.
    XML_ENTITIES,
    TABLE_BROKEN,
    JSON_BROKEN,
    /// A table without them; the detail names them.
    COLUMNS_MISSING,
    NO_ITEMS,
    /// More entries are unusable than usable.
    MOSTLY_UNUSABLE,
    /// Half of the products or more are missing; the detail is how many there were.
    SHRUNK
  }

  private final Code code;
  private final @Nullable Long line;
  private final @Nullable String detail;

  FeedTrouble(Code code, @Nullable Long line, @Nullable String detail) {
    super(code + (line == null ? "" : " at line " + line));
    this.code = code;
    this.line = line;
    this.detail = detail;
  }

  Code code() {
    return code;
  }

  @Nullable Long line() {
    return line;
  }

  @Nullable String detail() {
    return detail;
  }
}
