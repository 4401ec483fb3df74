package io.kundig.sources;

import java.util.Locale;

/// Where an import stands.
enum ImportState {
  MAPPING,
  CHECKING,
  CHECKED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  boolean isWorking() {
    return this == CHECKING || this == RUNNING;
  }

  boolean mayStart() {
    return this == MAPPING || this == CHECKED;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ImportState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
