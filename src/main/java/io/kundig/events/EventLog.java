package io.kundig.events;

import java.util.List;
import org.springframework.stereotype.Component;

/// The append-only log of everything that happens to people. Consumers follow it with cursors
/// ([EventConsumer]).
@Component
public class EventLog {

  /// Appends in the caller's transaction by binary COPY and wakes the consumers after its commit.
  /// Events whose id was appended before are left out.
  ///
  /// @return how many were new
  public int append(List<Event> events) {
    throw new UnsupportedOperationException();
  }
}
