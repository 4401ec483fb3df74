package io.kundig.accounts;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Secret keys for servers. Stored as hashes; the secret itself is shown once.
@Component
public class ApiKeys {

  /// The key a secret (`kk_…`) belongs to, or nothing. Cheap enough for every request.
  public Optional<ApiKey> authenticate(String secret) {
    throw new UnsupportedOperationException();
  }

  public record ApiKey(UUID id, String name) {}
}
