package io.kundig.platform;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The address people reach this server at, for links: `KUNDIG_BASE_URL`, else where it listens.
/// Never taken from a request, whose Host header anybody may write.
@Component
public class BaseUrl {

  private final Settings settings;
  private volatile @Nullable Integer listeningPort;

  BaseUrl(Settings settings) {
    this.settings = settings;
    if (settings.baseUrl() != null) {
      check(settings.baseUrl());
    }
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      listeningPort = event.getWebServer().getPort();
    }
  }

  /// Without a slash at its end. While the server is not listening yet on a port of its choice, the
  /// port is 0.
  public String get() {
    if (settings.baseUrl() != null) {
      return settings.baseUrl().toString().replaceAll("/+$", "");
    }
    Integer port = listeningPort;
    return "http://" + hostInUrl() + ":" + (port == null ? settings.port() : port);
  }

  /// Whether browsers reach us over TLS, so that cookies can insist on it.
  public boolean isHttps() {
    return settings.baseUrl() != null && "https".equalsIgnoreCase(settings.baseUrl().getScheme());
  }

  private String hostInUrl() {
    String host = settings.host();
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return "127.0.0.1";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static void check(URI url) {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "KUNDIG_BASE_URL must look like https://crm.shop.example, without ? or #, but is " + url);
    }
  }
}
