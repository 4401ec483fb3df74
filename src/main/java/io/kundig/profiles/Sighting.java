package io.kundig.profiles;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One mention of a person from outside.
///
/// @param identifiers strongest first; at least one
/// @param traits a null value deletes; `email` and `phone` count only as far as they are among the
///   identifiers
/// @param proven whether the sender's word may merge two known profiles and replace an address
public record Sighting(
    List<Identifier> identifiers, Map<String, ?> traits, Instant at, boolean proven) {}
