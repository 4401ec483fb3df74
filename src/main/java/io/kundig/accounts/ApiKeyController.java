package io.kundig.accounts;

import io.kundig.accounts.ApiKeys.Listed;
import io.kundig.shared.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeyController {

  private static final int LONGEST_NAME = 100;

  private final ApiKeys apiKeys;

  ApiKeyController(ApiKeys apiKeys) {
    this.apiKeys = apiKeys;
  }

  @GetMapping
  ApiKeyList all() {
    return new ApiKeyList(apiKeys.all());
  }

  /// The only answer that ever holds the secret.
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  NewApiKey create(@RequestBody ApiKeyRequest request) {
    String name = request.name == null ? "" : request.name.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || Text.hasControls(name)) {
      throw new Invalid(
          "name",
          "A key's name has 1 to 100 characters.",
          "Name it after the system that will use it.");
    }
    ApiKeys.Created created = apiKeys.create(name);
    Listed key = created.key();
    return new NewApiKey(
        key.id(), key.name(), key.prefix(), key.createdAt(), key.lastUsedAt(), created.secret());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable UUID id) {
    apiKeys.revoke(id);
  }

  record ApiKeyRequest(@Nullable String name) {}

  record ApiKeyList(List<Listed> items) {}

  @Schema(name = "NewApiKey")
  record NewApiKey(
      UUID id,
      String name,
      String prefix,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      String secret) {}
}
