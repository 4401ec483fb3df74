package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kundig.platform.OutsideHttp.Reach;
import io.kundig.platform.OutsideHttp.Request;
import io.kundig.platform.OutsideHttp.Response;
import io.kundig.platform.OutsideHttp.Unreachable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideHttpTests {

  private final OutsideHttp http = new OutsideHttp();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().set("Location", address("/secret"));
          boolean redirects = exchange.getRequestURI().getPath().equals("/redirect");
          exchange.sendResponseHeaders(redirects ? 302 : 200, -1);
          exchange.close();
        });
    server.createContext(
        "/bomb",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 80; i++) {
              gzip.write(new byte[1 << 20]);
            }
          }
          exchange.getResponseBody().write(packed.toByteArray());
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.close();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Response get(String address, Reach reach) throws Unreachable {
    return http.send(new Request("GET", URI.create(address), Map.of(), null), reach);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:a00:1::",
        "::10.0.0.1",
        "ff02::1"
      })
  void insideAddressesAreNotPublic(String address) throws IOException {
    assertThat(JudgedAddresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5"})
  void outsideAddressesArePublic(String address) throws IOException {
    assertThat(JudgedAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  /// Where clouds keep credentials, not even those may look who may look inside.
  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1"})
  void someAddressesAreNobodys(String address) throws IOException {
    assertThat(JudgedAddresses.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1:%d/", "https://localhost:%d/"})
  void nobodyInsideIsAskedUnlessItIsAllowed(String address) {
    String at = address.formatted(server.getAddress().getPort());
    assertThatThrownBy(() -> get(at, Reach.OUTSIDE))
        .isInstanceOf(Unreachable.class)
        .as("refused before anything is sent, not by a failed handshake")
        .hasMessageContaining("not asked");
  }

  @Test
  void outsideIsAskedOverTlsOnly() {
    assertThatThrownBy(() -> get("http://shop.example/", Reach.OUTSIDE))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("https");
  }

  @Test
  void insideIsAskedWhereItIsAllowed() throws Unreachable {
    assertThat(get(address("/"), Reach.INSIDE_TOO).status()).isEqualTo(200);
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws Unreachable {
    assertThat(get(address("/redirect"), Reach.INSIDE_TOO).status()).isEqualTo(302);
    assertThat(asked).hasValue(1);
  }

  @Test
  void anAnswerThatUnpacksToTooMuchIsRefused() {
    assertThatThrownBy(() -> get(address("/bomb"), Reach.INSIDE_TOO))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://shop.example/", "https://user@shop.example/"})
  void onlyServersOfTheWebAreAsked(String address) {
    assertThatThrownBy(() -> get(address, Reach.INSIDE_TOO)).isInstanceOf(Unreachable.class);
  }
}
