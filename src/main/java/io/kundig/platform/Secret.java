package io.kundig.platform;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Signs and encrypts with keys derived from the installation's one secret (HKDF-SHA256, RFC 5869).
/// Each purpose, a short constant such as `tracking.link`, has keys of its own.
public final class Secret {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] master;
  private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

  /// @param master at least 16 bytes that nobody can guess
  public Secret(byte[] master) {
    if (master.length < 16) {
      throw new IllegalArgumentException("a secret needs at least 16 bytes");
    }
    this.master = master.clone();
  }

  /// HMAC-SHA256 of the data, 32 bytes.
  public byte[] sign(String purpose, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key("sign", purpose, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Takes the same time wherever the signatures differ. A shortened signature is compared by its
  /// length, at least 16 bytes.
  public boolean verify(String purpose, byte[] data, byte[] signature) {
    if (signature.length < 16 || signature.length > 32) {
      return false;
    }
    byte[] expected = Arrays.copyOf(sign(purpose, data), signature.length);
    return MessageDigest.isEqual(expected, signature);
  }

  /// AES-256-GCM: a nonce, then the ciphertext with its tag.
  public byte[] encrypt(String purpose, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain);
    return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
  }

  /// @throws IllegalArgumentException when it was not encrypted with this secret for this purpose
  public byte[] decrypt(String purpose, byte[] encrypted) {
    if (encrypted.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new IllegalArgumentException("too short to be encrypted");
    }
    return crypt(
        Cipher.DECRYPT_MODE,
        purpose,
        Arrays.copyOf(encrypted, NONCE_BYTES),
        Arrays.copyOfRange(encrypted, NONCE_BYTES, encrypted.length));
  }

  private byte[] crypt(int mode, String purpose, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key("encrypt", purpose, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be decrypted with this secret", e);
    }
  }

  private SecretKey key(String use, String purpose, String algorithm) {
    return keys.computeIfAbsent(use + ":" + purpose, info -> derive(info, algorithm));
  }

  private SecretKey derive(String info, String algorithm) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(master)
              .thenExpand(("kundig:" + info).getBytes(java.nio.charset.StandardCharsets.UTF_8), 32);
      return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
