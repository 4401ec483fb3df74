package io.kundig.segments;

import java.util.UUID;

/// The small numbers that stand for long names in the packed facts. A name always has the same
/// number; a new one is given the next.
interface Names {

  int stream(StreamKey key);

  int trait(String name);

  /// @throws io.kundig.shared.Invalid if there is no such segment
  int segment(UUID id);
}
