package io.kundig.messaging;

/// A message that was checked and rendered, and may leave.
///
/// @param version of the template
/// @param decision with all checks, also those of the rendered text
/// @param dictionary what it has in common with others
record Letter(
    Claimed message,
    Outgoing outgoing,
    int version,
    Decision decision,
    Dictionaries.Dictionary dictionary) {}
