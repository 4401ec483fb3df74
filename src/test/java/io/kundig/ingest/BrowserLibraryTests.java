package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.KundigTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@KundigTest(properties = {"kundig.write-key=wk_test", "kundig.base-url=https://crm.example/kundig"})
class BrowserLibraryTests {

  private final MockMvcTester http;

  BrowserLibraryTests(MockMvcTester http) {
    this.http = http;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/projects/%s/settings", "/sourceConfig/?writeKey=%s&p=npm"})
  void settingsAreForEveryPageAndOnlyForKeysThatAreKnown(String path) {
    String known = path.formatted("wk_test");
    assertThat(http.get().uri(known).header(HttpHeaders.ORIGIN, "https://nordlicht.example"))
        .hasStatusOk()
        .hasHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .doesNotContainHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS)
        .bodyText()
        .contains("wk_test");
    assertThat(
            http.options()
                .uri(known)
                .header(HttpHeaders.ORIGIN, "https://nordlicht.example")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "authorization"))
        .hasStatusOk()
        .hasHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    assertThat(http.get().uri(path.formatted("wk_wrong"))).hasStatus(404);
    assertThat(http.get().uri(path.formatted("kk_secret"))).hasStatus(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "crm.example"})
  void theAddressToSendToIsTheServersOwnWhateverTheCallerSays(String host) {
    assertThat(http.get().uri("/v1/projects/wk_test/settings").header(HttpHeaders.HOST, host))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.integrations['Segment.io'].apiHost")
        .isEqualTo("crm.example/kundig/v1");
  }
}
