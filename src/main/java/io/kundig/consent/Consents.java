package io.kundig.consent;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What each person allows, with proof, and which addresses must never be written to.
@Component
public class Consents {

  /// Appends to the ledger and moves the current state, in the caller's transaction. A change older
  /// than the state it would replace is kept in the ledger but does not change the state.
  public void record(List<ConsentChange> changes) {
    throw new UnsupportedOperationException();
  }

  /// The current states of many people at once; a person without any is absent.
  public Map<ProfileId, List<Consent>> of(Collection<ProfileId> profiles) {
    throw new UnsupportedOperationException();
  }

  /// @param addresses normalised addresses of the channel
  /// @return the suppressed ones with their reason
  public Map<String, Suppression> suppressed(ChannelKind channel, Collection<String> addresses) {
    throw new UnsupportedOperationException();
  }

  /// Never write to this address again, until lifted.
  public void suppress(ChannelKind channel, String address, Suppression suppression) {
    throw new UnsupportedOperationException();
  }

  public record Consent(
      ChannelKind channel,
      Purpose purpose,
      ConsentChange.State state,
      ConsentChange.Method method,
      Instant since,
      String source) {}

  public record Suppression(Reason reason, Instant at, @Nullable String detail) {
    public enum Reason {
      HARD_BOUNCE,
      SOFT_BOUNCES,
      SPAM_COMPLAINT,
      INVALID_ADDRESS,
      STAFF,
      OBJECTION
    }
  }
}
