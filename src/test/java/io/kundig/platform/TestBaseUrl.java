package io.kundig.platform;

import java.net.URI;
import java.nio.file.Path;

/// A base address without a server behind it.
public final class TestBaseUrl {

  private TestBaseUrl() {}

  public static BaseUrl of(String url) {
    return new BaseUrl(
        new Settings(
            "127.0.0.1",
            0,
            Path.of("."),
            null,
            URI.create(url),
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            false));
  }
}
