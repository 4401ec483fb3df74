package io.kundig.messaging;

import java.util.List;
import org.springframework.stereotype.Component;

/// The one place where it is decided whether, when and by which channel a message leaves.
@Component
public class Messaging {

  /// Decides and stores a batch, in the caller's transaction; what may be sent leaves after its
  /// commit.
  ///
  /// @return one decision per request, in their order; for a known `messageId` the decision already
  ///   stored
  public List<Decision> request(List<MessageRequest> requests) {
    throw new UnsupportedOperationException();
  }
}
