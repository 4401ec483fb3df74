package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.kundig.support.Committed;
import io.kundig.support.KundigTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;

/// The description of our own API is committed, so that every change of it is seen; the admin app's
/// types are generated from it.
@KundigTest
class OpenApiTests {

  private final MockMvc http;
  private final ApiDescription description;

  OpenApiTests(MockMvc http, ApiDescription description) {
    this.http = http;
    this.description = description;
  }

  @Test
  void theCommittedDescriptionIsTrue() throws Exception {
    Committed.file("docs/api/openapi.json").mustBe(served() + "\n");
  }

  @Test
  void noTwoTypesShareAName() throws Exception {
    served();
    assertThat(description.ambiguousNames())
        .as("rename one record of each, or give it @Schema(name = …)")
        .isEmpty();
  }

  private String served() throws Exception {
    return http.perform(get("/openapi.json"))
        .andExpect(status().isOk())
        .andReturn()
        .getResponse()
        .getContentAsString(StandardCharsets.UTF_8);
  }
}
