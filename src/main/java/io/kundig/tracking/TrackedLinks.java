package io.kundig.tracking;

import io.kundig.profiles.ProfileId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Signed links of a message. They carry opaque ids only, never an address, and lead only where
/// they were signed to.
@Component
public class TrackedLinks {

  /// A personal redirect to the target that counts a click.
  public String click(MessageKey message, String target) {
    throw new UnsupportedOperationException();
  }

  /// The address of the pixel that counts an open.
  public String pixel(MessageKey message) {
    throw new UnsupportedOperationException();
  }

  /// `/u/…`: GET shows a page, POST unsubscribes (RFC 8058).
  public String unsubscribe(MessageKey message) {
    throw new UnsupportedOperationException();
  }

  /// `/p/…`: the preference page.
  public String preferences(MessageKey message) {
    throw new UnsupportedOperationException();
  }

  /// `/m/…`: the message in the browser.
  public String browser(MessageKey message) {
    throw new UnsupportedOperationException();
  }

  /// The message a token of the kind (`c`, `o`, `u`, `p`, `m`) was signed for; nothing if it is
  /// forged or of another kind.
  public Optional<MessageKey> verify(String kind, String token) {
    throw new UnsupportedOperationException();
  }

  public record MessageKey(ProfileId profileId, UUID messageId, int shopId) {}
}
