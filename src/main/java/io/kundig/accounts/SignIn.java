package io.kundig.accounts;

import io.kundig.accounts.SignInThrottle.Bucket;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Checks who is at the door. Nothing in answer or time tells whether an address is known.
@Component
class SignIn {

  private final StaffStore store;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final Sessions sessions;

  SignIn(StaffStore store, Passwords passwords, SignInThrottle throttle, Sessions sessions) {
    this.store = store;
    this.passwords = passwords;
    this.throttle = throttle;
    this.sessions = sessions;
  }

  Result attempt(String email, String password, String ip) {
    String account = StaffMember.normalised(email);
    String address = network(ip);
    Optional<Duration> wait =
        throttle.take(Bucket.ADDRESS, address).or(() -> throttle.take(Bucket.ACCOUNT, account));
    if (wait.isPresent()) {
      return new Throttled(wait.get());
    }
    Optional<StaffStore.WithPassword> known = store.byEmail(account);
    boolean right =
        passwords.matches(password, known.map(StaffStore.WithPassword::passwordHash).orElse(null));
    if (known.isEmpty() || !right) {
      return new Refused();
    }
    throttle.empty(Bucket.ACCOUNT, account);
    throttle.giveBack(Bucket.ADDRESS, address);
    StaffMember member = known.get().member();
    return new SignedIn(member, sessions.begin(member.id()));
  }

  /// The present password again, before it is changed.
  boolean confirms(StaffMember member, String password) {
    if (throttle.take(Bucket.ACCOUNT, member.email()).isPresent()) {
      return false;
    }
    boolean right =
        store
            .byEmail(member.email())
            .map(known -> passwords.matches(password, known.passwordHash()))
            .orElse(false);
    if (right) {
      throttle.empty(Bucket.ACCOUNT, member.email());
    }
    return right;
  }

  /// Of IPv6 the /64: everybody has that many addresses.
  private static String network(String ip) {
    if (!ip.contains(":")) {
      return ip;
    }
    try {
      byte[] bytes = java.net.InetAddress.ofLiteral(ip).getAddress();
      return java.util.HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    } catch (IllegalArgumentException e) {
      return ip;
    }
  }

  sealed interface Result {}

  record SignedIn(StaffMember member, Token session) implements Result {}

  record Refused() implements Result {}

  record Throttled(Duration retryAfter) implements Result {}
}
