package io.kundig;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.Committed;
import io.kundig.support.KundigTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@KundigTest
class OpenApiTests {

  private final MockMvcTester http;

  OpenApiTests(MockMvcTester http) {
    this.http = http;
  }

  @Test
  void theCommittedDescriptionIsTrue() throws Exception {
    MvcTestResult result = http.get().uri("/openapi.json").exchange();
    assertThat(result).hasStatusOk();
    Committed.file("docs/api/openapi.json")
        .mustBe(result.getResponse().getContentAsString(StandardCharsets.UTF_8) + "\n");
  }
}
