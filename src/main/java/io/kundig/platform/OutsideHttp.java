package io.kundig.platform;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one way in which the server fetches an address that somebody typed. It connects to no inside
/// of a network unless it is told that it may, follows no redirect, keeps no cookie, and takes no
/// endless answer. The address that was judged is the one that is connected to: a name that is
/// looked up anew may lead elsewhere.
@Component
public class OutsideHttp {

  /// Of an answer, unpacked.
  private static final int MOST_BYTES = 64 << 20;

  private static final Duration TO_CONNECT = Duration.ofSeconds(10);

  /// Between two pieces of an answer.
  private static final Duration TO_HEAR = Duration.ofSeconds(60);

  private static final Duration TO_END = Duration.ofMinutes(3);
  private static final Duration TO_DOWNLOAD = Duration.ofMinutes(20);
  private static final int CONNECTIONS_PER_SHOP = 8;
  private static final int CONNECTIONS = 64;
  private static final int CHUNK = 1 << 16;

  private final CloseableHttpClient outside = client(Reach.OUTSIDE);
  private final CloseableHttpClient inside = client(Reach.INSIDE_TOO);

  /// How far a request may go.
  public enum Reach {
    /// Public addresses, over TLS.
    OUTSIDE,
    /// Private and loopback addresses too, there also without TLS.
    INSIDE_TOO
  }

  /// @param body null for none
  public record Request(
      String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {}

  /// @param headers by names in lower case; of several the last
  public record Response(int status, Map<String, String> headers, byte[] body) {}

  /// The request came to nothing.
  public static final class Unreachable extends Exception {

    public Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static CloseableHttpClient client(Reach reach) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new JudgedAddresses(reach))
                .setMaxConnPerRoute(CONNECTIONS_PER_SHOP)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(TO_CONNECT))
                        .setSocketTimeout(Timeout.of(TO_HEAR))
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(TO_HEAR))
                .setResponseTimeout(Timeout.of(TO_HEAR))
                .setRedirectsEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .setUserAgent("Kundig")
        .build();
  }

  /// Sends and waits for the whole answer; any status is an answer.
  ///
  /// @throws Unreachable when there was none, it was too large, or the address may not be asked
  public Response send(Request request, Reach reach) throws Unreachable {
    check(request.uri(), reach);
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach(message::setHeader);
    if (request.body() != null) {
      message.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
    }
    try {
      return (reach == Reach.OUTSIDE ? outside : inside).execute(message, OutsideHttp::read);
    } catch (JudgedAddresses.Forbidden e) {
      throw new Unreachable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Unreachable(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  /// Sends and keeps the body in a file, as it came. Any status is an answer; only 200 has a body.
  ///
  /// @param most bytes
  /// @throws Unreachable when there was no answer or only a part of one, it was too large, or the
  ///   address may not be asked
  public Response download(Request request, Reach reach, Path file, long most) throws Unreachable {
    check(request.uri(), reach);
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach(message::setHeader);
    try {
      return (reach == Reach.OUTSIDE ? outside : inside)
          .execute(message, response -> save(response, file, most));
    } catch (JudgedAddresses.Forbidden e) {
      throw new Unreachable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Unreachable(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static Response save(ClassicHttpResponse response, Path file, long most)
      throws IOException {
    if (response.getCode() == 200 && response.getEntity() != null) {
      long deadline = System.nanoTime() + TO_DOWNLOAD.toNanos();
      byte[] piece = new byte[CHUNK];
      long size = 0;
      try (InputStream content = response.getEntity().getContent();
          OutputStream out = Files.newOutputStream(file)) {
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
          size += read;
          if (size > most) {
            throw new IOException("the answer has more than " + most + " bytes");
          }
          if (System.nanoTime() > deadline) {
            throw new IOException("the answer takes longer than " + TO_DOWNLOAD);
          }
          out.write(piece, 0, read);
        }
      }
    }
    return new Response(response.getCode(), headers(response), new byte[0]);
  }

  private static void check(URI uri, Reach reach) throws Unreachable {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && reach == Reach.INSIDE_TOO;
    if (!tls && !plain) {
      throw new Unreachable("only https addresses are asked", null);
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new Unreachable("not the address of a server", null);
    }
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }

  private static Response read(ClassicHttpResponse response) throws IOException {
    byte[] body =
        response.getEntity() == null ? new byte[0] : read(response.getEntity().getContent());
    return new Response(response.getCode(), headers(response), body);
  }

  private static byte[] read(InputStream content) throws IOException {
    long deadline = System.nanoTime() + TO_END.toNanos();
    byte[] body = new byte[CHUNK];
    int size = 0;
    for (int read = 0; read >= 0; read = content.read(body, size, body.length - size)) {
      size += read;
      if (size > MOST_BYTES) {
        throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("the answer takes longer than " + TO_END);
      }
      if (size == body.length) {
        body = Arrays.copyOf(body, size * 2);
      }
    }
    return Arrays.copyOf(body, size);
  }

  @PreDestroy
  void close() throws IOException {
    outside.close();
    inside.close();
  }
}
