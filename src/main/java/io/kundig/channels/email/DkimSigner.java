package io.kundig.channels.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Signs messages for one domain (DKIM, RFC 6376), relaxed/relaxed, with `rsa-sha256` or
/// `ed25519-sha256` (RFC 8463) as the key has it. For many threads. An RSA signature costs about a
/// millisecond of one core.
public final class DkimSigner {
  private static final int MIN_RSA_BITS = 1_024;
  private static final int LINE = 72;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

  /// Signed as often as they occur and once more, so that none can be added on the way.
  private static final List<String> SEALED =
      List.of("From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID");

  /// Signed as often as they occur; RFC 8058 section 4 demands the first two.
  private static final List<String> SIGNED =
      List.of(
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "List-Id",
          "Feedback-ID",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  private final String domain;
  private final String selector;
  private final PrivateKey key;
  private final String algorithm;
  private final String signatureAlgorithm;

  /// @param domain signs for it and the addresses in it (`d=`)
  /// @param selector names the key: its public half is the TXT record
  ///   `<selector>._domainkey.<domain>` (`s=`)
  /// @param key RSA of at least 1024 bits (2048 are usual) or Ed25519
  /// @throws IllegalArgumentException for another key, or names that are none
  public DkimSigner(String domain, String selector, PrivateKey key) {
    this.domain = DomainName.toAscii(domain);
    if (!NAME.matcher(selector).matches()) {
      throw new IllegalArgumentException("Not a DKIM selector");
    }
    this.selector = selector;
    this.key = key;
    switch (key.getAlgorithm()) {
      case "RSA" -> {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
          throw new IllegalArgumentException("An RSA key for DKIM needs 1024 bits or more");
        }
        algorithm = "rsa-sha256";
        signatureAlgorithm = "SHA256withRSA";
      }
      case "EdDSA", "Ed25519" -> {
        algorithm = "ed25519-sha256";
        signatureAlgorithm = "Ed25519";
      }
      default -> throw new IllegalArgumentException("A key for DKIM is RSA or Ed25519");
    }
  }

  /// Puts the signature in front.
  ///
  /// @param source a message with CRLF line ends, as [MimeMessageWriter] writes it
  /// @param time when it is signed (`t=`)
  public byte[] sign(byte[] source, Instant time) {
    var message = new Message(source);
    List<String> names = namesIn(message);
    String unsigned =
        "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed; d=%s;\r\n s=%s; t=%d;\r\n h=%s;\r\n bh=%s;\r\n b="
            .formatted(
                algorithm,
                domain,
                selector,
                time.getEpochSecond(),
                String.join(":\r\n ", chunks(names)),
                Base64.getEncoder().encodeToString(message.bodyHash()));
    String signature =
        Base64.getEncoder().encodeToString(signature(message.signed(names, unsigned)));
    var signed = new ByteArrayOutputStream(source.length + 1_024);
    signed.writeBytes(unsigned.getBytes(StandardCharsets.US_ASCII));
    signed.writeBytes(
        signature
            .replaceAll("(.{" + LINE + "})(?=.)", "$1\r\n ")
            .getBytes(StandardCharsets.US_ASCII));
    signed.writeBytes(new byte[] {'\r', '\n'});
    signed.writeBytes(source);
    return signed.toByteArray();
  }

  private static List<String> namesIn(Message message) {
    List<String> names = new ArrayList<>();
    for (String name : SEALED) {
      for (int i = 0; i <= message.count(name); i++) {
        names.add(name);
      }
    }
    for (String name : SIGNED) {
      for (int i = 0; i < message.count(name); i++) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<String> chunks(List<String> names) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String name : names) {
      if (line.length() + name.length() > LINE - 3) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : ":").append(name);
    }
    lines.add(line.toString());
    return lines;
  }

  private byte[] signature(byte[] input) {
    try {
      var signature = Signature.getInstance(signatureAlgorithm);
      signature.initSign(key);
      // Ed25519 signs the hash (RFC 8463 section 3); RSA hashes by itself.
      signature.update(signatureAlgorithm.equals("Ed25519") ? sha256(input) : input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The DKIM key does not sign", e);
    }
  }

  static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /// A message taken apart as DKIM sees it.
  static final class Message {
    private final List<String> headers = new ArrayList<>();
    private final byte[] source;
    private final int body;

    Message(byte[] source) {
      this.source = source;
      int start = 0;
      while (start < source.length && source[start] != '\r') {
        int end = endOfHeader(start);
        // Octets above 127 pass through Latin-1 unchanged.
        headers.add(new String(source, start, end - start, StandardCharsets.ISO_8859_1));
        start = end;
      }
      body = Math.min(start + 2, source.length);
    }

    private int endOfHeader(int start) {
      int i = start;
      while (i < source.length) {
        boolean ends = source[i++] == '\n';
        if (ends && (i == source.length || (source[i] != ' ' && source[i] != '\t'))) {
          return i;
        }
      }
      return i;
    }

    int count(String name) {
      return (int) headers.stream().filter(header -> isNamed(header, name)).count();
    }

    byte[] bodyHash() {
      return sha256(relaxedBody());
    }

    /// What is signed: the named headers, the last of a name first (RFC 6376 section 5.4.2), then
    /// the signature's own with an empty `b=`.
    byte[] signed(List<String> names, String unsigned) {
      var text = new StringBuilder();
      List<String> left = new ArrayList<>(headers);
      for (String name : names) {
        for (int i = left.size() - 1; i >= 0; i--) {
          if (isNamed(left.get(i), name)) {
            text.append(relaxed(left.remove(i))).append("\r\n");
            break;
          }
        }
      }
      return text.append(relaxed(unsigned)).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isNamed(String header, String name) {
      int colon = header.indexOf(':');
      return colon >= 0 && header.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    /// RFC 6376 section 3.4.2.
    private static String relaxed(String header) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).replace("\r\n", "");
      var text = new StringBuilder(name).append(':');
      int from = text.length();
      boolean space = false;
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == ' ' || c == '\t') {
          space = text.length() > from;
        } else {
          text.append(space ? " " : "").append(c);
          space = false;
        }
      }
      return text.toString();
    }

    /// RFC 6376 section 3.4.4.
    private byte[] relaxedBody() {
      byte[] out = new byte[source.length - body + 2];
      int at = 0;
      int content = 0;
      boolean space = false;
      for (int i = body; i < source.length; i++) {
        byte b = source[i];
        if (b == ' ' || b == '\t') {
          space = true;
        } else if (b == '\r' && i + 1 < source.length && source[i + 1] == '\n') {
          out[at++] = '\r';
          out[at++] = '\n';
          i++;
          space = false;
        } else {
          if (space) {
            out[at++] = ' ';
            space = false;
          }
          out[at++] = b;
          content = at;
        }
      }
      if (content == 0) {
        return new byte[0];
      }
      // One line end remains, and is added where the last line has none.
      byte[] relaxed = Arrays.copyOf(out, content + 2);
      relaxed[content] = '\r';
      relaxed[content + 1] = '\n';
      return relaxed;
    }
  }
}
