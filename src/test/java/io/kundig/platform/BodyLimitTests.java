package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.KundigTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/// Bodies without end, sent by anybody.
@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BodyLimitTests {

  private static final String FILE =
      "Content-Type: multipart/form-data; boundary=x\r\n%s\r\n--x\r\n"
          + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";

  private final int port;

  BodyLimitTests(@Value("${local.server.port}") int port) {
    this.port = port;
  }

  /// Whoever waited for the rest would never answer.
  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/imports", "/f/1/newsletter", "/u/x", "/p/x", "/c/x", "/api/v1/session"})
  void aFileOfAStrangerIsRefusedBeforeItComes(String path) throws IOException {
    assertThat(answer(path, FILE.formatted("Content-Length: 400000000\r\n"))).contains(" 413 ");
    assertThat(answer(path, FILE.formatted("Transfer-Encoding: chunked\r\n"))).contains(" 413 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/session", "/api/v1/setup/owner", "/f/1/newsletter"})
  void aLongBodyIsRefusedBeforeItComes(String path) throws IOException {
    String head =
        "Content-Type: application/json\r\nContent-Length: 400000000\r\n\r\n{\"email\":\"";

    assertThat(answer(path, head)).contains(" 413 ");
  }

  @Test
  void aBodyThatDoesNotSayItsLengthIsReadUpToTheLimit() throws IOException {
    String xsrf = "Cookie: XSRF-TOKEN=t\r\nX-XSRF-TOKEN: t\r\n";
    String head = xsrf + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
    String begin = "A\r\n{\"email\":\"\r\n";

    assertThat(answer("/api/v1/session", head + begin + chunk.repeat(5))).contains(" 400 ");
  }

  private String answer(String path, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
      String whole = "POST " + path + " HTTP/1.1\r\nHost: crm\r\n" + request;
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(20), StandardCharsets.UTF_8);
    }
  }
}
