package io.kundig.messaging;

import java.time.Instant;

/// Why no message leaves.
///
/// @param since when it was noticed first
/// @param reason what stands in the way, as the channel calls it: `connect`, `auth_refused`
/// @param detail what the provider said, in its words
/// @param passing false where somebody must change the settings; else it may pass by itself
public record Outage(Instant since, String reason, String detail, boolean passing) {}
