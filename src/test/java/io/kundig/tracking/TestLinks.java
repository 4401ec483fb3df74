package io.kundig.tracking;

import io.kundig.platform.BaseUrl;
import io.kundig.platform.Secret;
import io.kundig.platform.TestBaseUrl;

/// Links of an installation at `https://crm.nordlicht.example`.
final class TestLinks {

  static final BaseUrl BASE = TestBaseUrl.of("https://crm.nordlicht.example");

  private TestLinks() {}

  static TrackedLinks create() {
    return new TrackedLinks(new Secret("a secret of sixteen".getBytes()), BASE);
  }
}
