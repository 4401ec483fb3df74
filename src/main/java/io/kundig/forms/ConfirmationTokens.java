package io.kundig.forms;

import io.kundig.platform.BaseUrl;
import io.kundig.platform.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The secret part of `/c/…`: the sign-up's id and its signature. It is stored nowhere here, so
/// that nobody who reads the table of sign-ups can confirm one.
@Component
class ConfirmationTokens {

  private static final String PURPOSE = "forms.confirmation";
  private static final int ID_BYTES = 16;
  private static final int SIGNATURE_BYTES = 16;

  private final Secret secret;
  private final BaseUrl baseUrl;

  ConfirmationTokens(Secret secret, BaseUrl baseUrl) {
    this.secret = secret;
    this.baseUrl = baseUrl;
  }

  String link(UUID signUp) {
    byte[] id = bytes(signUp);
    byte[] token = Arrays.copyOf(id, ID_BYTES + SIGNATURE_BYTES);
    System.arraycopy(secret.sign(PURPOSE, id), 0, token, ID_BYTES, SIGNATURE_BYTES);
    return baseUrl.get() + "/c/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  Optional<UUID> read(String token) {
    byte[] bytes = decode(token);
    if (bytes.length != ID_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] id = Arrays.copyOf(bytes, ID_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, ID_BYTES, bytes.length);
    if (!secret.verify(PURPOSE, id, signature)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
  }

  private static byte[] decode(String token) {
    try {
      return token.length() > 100 ? new byte[0] : Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(ID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
