package io.kundig.platform;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What an operator sets, by environment (`KUNDIG_PORT`) or argument (`--port=`). README lists
/// them.
///
/// @param port 0 takes any free port
/// @param databaseUrl `postgresql://user:password@host:port/db`; null for the embedded database
/// @param baseUrl address in links, without a slash at its end; null for where the server listens
/// @param smtpUrl null keeps mail in the built-in mailbox
/// @param secret null generates one into the data folder
/// @param sandbox whether the clock may be moved and the mailbox read over the API
/// @param demo whether a fresh data folder is filled with the demo shop
@ConfigurationProperties("kundig")
public record Settings(
    @DefaultValue("127.0.0.1") String host,
    @DefaultValue("8080") int port,
    @DefaultValue("./data") Path data,
    @Nullable URI databaseUrl,
    @Nullable URI baseUrl,
    @Nullable URI smtpUrl,
    @Nullable String secret,
    @Nullable String adminEmail,
    @Nullable String adminPassword,
    @Nullable String apiKey,
    @Nullable String writeKey,
    @DefaultValue("false") boolean sandbox,
    @DefaultValue("false") boolean demo) {

  public Settings {
    data = data.toAbsolutePath().normalize();
  }

  /// Without anything secret.
  @Override
  public String toString() {
    return "Settings[host=%s, port=%d, data=%s, sandbox=%s, demo=%s]"
        .formatted(host, port, data, sandbox, demo);
  }
}
