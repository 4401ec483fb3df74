package io.kundig.segments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The small numbers that stand for long names in the packed facts. A name always has the same
/// number; a new one is given the next.
interface Names {

  int stream(StreamKey key);

  int trait(String name);

  /// The bounds between buyers, by their orders of a shop (`null`: of any) in a currency;
  /// [Ranks#NONE] where nobody was ranked yet.
  Ranks ranks(@Nullable Integer shop, String currency);

  /// @throws io.kundig.shared.Invalid if there is no such segment
  int segment(UUID id);

  /// @throws io.kundig.shared.Invalid if there is no such list
  int list(UUID id);
}
