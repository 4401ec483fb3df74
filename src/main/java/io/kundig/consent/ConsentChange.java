package io.kundig.consent;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry of the consent ledger: who allowed or withdrew what, how, and the proof of it.
///
/// @param wording the sentence the person agreed to, word for word
/// @param source form, URL, import or staff member it came from
public record ConsentChange(
    ProfileId profileId,
    ChannelKind channel,
    Purpose purpose,
    State state,
    Method method,
    Instant at,
    String source,
    @Nullable String wording,
    @Nullable String ip,
    @Nullable String userAgent) {

  public enum State {
    SUBSCRIBED,
    PENDING,
    UNSUBSCRIBED
  }

  public enum Method {
    FORM,
    DOUBLE_OPT_IN,
    PREFERENCE_PAGE,
    ONE_CLICK,
    UNSUBSCRIBE_PAGE,
    CHECKOUT,
    API,
    IMPORT,
    STAFF,
    COMPLAINT,
    BOUNCE
  }

  ConsentChange withAt(Instant other) {
    return new ConsentChange(
        profileId, channel, purpose, state, method, other, source, wording, ip, userAgent);
  }

  /// Whether this holds instead of the other, of the same person, channel and purpose. The
  /// statement in [ConsentStore#move] says the same in SQL.
  boolean displaces(ConsentChange other) {
    if (state == State.PENDING) {
      return other.state == State.PENDING && !at.isBefore(other.at);
    }
    if (other.state == State.PENDING || at.isAfter(other.at)) {
      return true;
    }
    return at.equals(other.at) && state == State.UNSUBSCRIBED;
  }
}
