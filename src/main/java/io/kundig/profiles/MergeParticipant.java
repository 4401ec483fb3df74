package io.kundig.profiles;

import java.util.List;

/// Implemented by every module that keeps rows by profile: moves them when profiles are merged.
///
/// Called in the background, in a transaction of its own, after the pointer `merged_into` is set;
/// may be called again for the same pair. A row that would collide at the destination is combined,
/// never dropped.
public interface MergeParticipant {

  void move(List<ProfilesMerged> merges);
}
