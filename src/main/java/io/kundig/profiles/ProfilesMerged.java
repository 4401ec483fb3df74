package io.kundig.profiles;

import java.time.Instant;

/// `from` is now an alias of `into`.
public record ProfilesMerged(ProfileId from, ProfileId into, Instant at) {}
