package io.kundig.accounts;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id with OWASP's parameters (19 MiB, two passes). A few at a time, so that a flood of
/// sign-ins fills neither memory nor all processors.
@Component
class Passwords {

  static final int SHORTEST = 10;
  static final int LONGEST = 200;

  private static final int AT_ONCE = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;

  /// What nobody's password is compared with, to take the same time as somebody's: a hash with the
  /// parameters above of 32 random bytes, which nobody kept.
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$4O82ohDinvJtkPUrRfJ5aA$Easnao"
          + "WN0jmtZNAm3vDZEpk4zucSS0cNv5vFCX320EY";

  private final Argon2PasswordEncoder encoder =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
  private final Semaphore turns = new Semaphore(AT_ONCE);

  String hash(String password) {
    turns.acquireUninterruptibly();
    try {
      return encoder.encode(password);
    } finally {
      turns.release();
    }
  }

  /// @param hash null if there is no such person: takes as long, and is false
  boolean matches(String password, @Nullable String hash) {
    String tried = password.length() > LONGEST ? "" : password;
    turns.acquireUninterruptibly();
    try {
      return encoder.matches(tried, hash == null ? NOBODY : hash) && hash != null;
    } finally {
      turns.release();
    }
  }
}
