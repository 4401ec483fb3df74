package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.KundigTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OnsiteScriptsTests {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final int port;

  OnsiteScriptsTests(@LocalServerPort int port) {
    this.port = port;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kundig.js",
        "/kundig.js?key=wk_test&klaviyo=1",
        "/kundig/banner.js",
        "/analytics.js/v1/wk_test/analytics.min.js?consent=given"
      })
  void everyShopsPageMayLoadItWhateverItsPolicy(String path) throws Exception {
    HttpResponse<String> script = get(path, "Origin", "https://nordlicht.example");

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
    assertThat(script.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(script.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(script.headers().firstValue("Cross-Origin-Resource-Policy"))
        .contains("cross-origin");
    assertThat(script.headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void itIsKeptForMinutesThenAskedFor() throws Exception {
    HttpResponse<String> script = get("/kundig.js", "Accept-Encoding", "gzip");
    assertThat(script.headers().firstValue("Cache-Control"))
        .contains("max-age=300, public, stale-if-error=604800, stale-while-revalidate=86400");
    assertThat(script.headers().firstValue("Content-Encoding")).contains("gzip");
    String tag = script.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = get("/kundig.js", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.headers().firstValue("ETag")).contains(tag);
    assertThat(get("/kundig.js", "If-None-Match", "W/\"another\"").statusCode()).isEqualTo(200);
    assertThat(get("/kundig/banner.js", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kundig/", "/kundig", "/kundig/gone.js", "/kundig/..%2findex.html"})
  void whatIsNoPartIsNoPageEither(String path) throws Exception {
    assertThat(get(path, "Accept", "text/html").statusCode()).isIn(400, 404);
  }

  private HttpResponse<String> get(String path, String header, String value)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header(header, value)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
