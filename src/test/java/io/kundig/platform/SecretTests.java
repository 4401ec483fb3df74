package io.kundig.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretTests {

  private final Secret secret = new Secret("a secret of the house".getBytes(UTF_8));
  private final byte[] data = "link to the shop".getBytes(UTF_8);

  @Test
  void knowsItsOwnSignatureForOnePurposeOnly() {
    byte[] signature = secret.sign("link", data);
    assertThat(secret.verify("link", data, signature)).isTrue();
    assertThat(secret.verify("link", data, Arrays.copyOf(signature, 16))).isTrue();
    assertThat(secret.verify("other", data, signature)).isFalse();
    assertThat(secret.verify("link", "other".getBytes(UTF_8), signature)).isFalse();
    assertThat(secret.verify("link", data, Arrays.copyOf(signature, 15))).isFalse();
    assertThat(secret.verify("link", data, new byte[0])).isFalse();
  }

  @Test
  void decryptsOnlyWhatItEncrypted() {
    byte[] encrypted = secret.encrypt("smtp", data);
    assertThat(secret.decrypt("smtp", encrypted)).isEqualTo(data);
    assertThat(encrypted).isNotEqualTo(secret.encrypt("smtp", data));
    assertThatThrownBy(() -> secret.decrypt("other", encrypted))
        .isInstanceOf(IllegalArgumentException.class);
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> secret.decrypt("smtp", encrypted))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
