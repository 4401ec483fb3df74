package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The published message and keys are those of RFC 8463, appendix A.
class DkimSignerTests {
  private static final Instant TIME = Instant.ofEpochSecond(1_528_637_909);
  private static final String PUBLISHED_BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
  private static final String PUBLISHED =
      crlf(
          """
          From: Joe SixPack <joe@football.example.com>
          To: Suzie Q <suzie@shopping.example.net>
          Subject: Is dinner ready?
          Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
          Message-ID: <20030712040037.46341.5F8J@football.example.com>

          Hi.

          We lost the game.  Are you hungry yet?

          Joe.

          """);
  private static final String PUBLISHED_ED25519 =
      crlf(
          """
          DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
           d=football.example.com; i=@football.example.com;
           q=dns/txt; s=brisbane; t=1528637909; h=from : to :
           subject : date : message-id : from : subject : date;
           bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
           b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
           Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
          """);
  private static final String PUBLISHED_RSA =
      crlf(
          """
          DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
           d=football.example.com; i=@football.example.com;
           q=dns/txt; s=test; t=1528637909; h=from : to : subject :
           date : message-id : from : subject : date;
           bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
           b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
           DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
           dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
          """);
  private static final String ED25519_SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String ED25519_PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  private static final String RSA_PUBLIC =
      "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
          + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

  @Test
  void seesThePublishedMessageAsItsSignersDid() throws Exception {
    assertThat(Base64.getEncoder().encodeToString(message(PUBLISHED).bodyHash()))
        .isEqualTo(PUBLISHED_BODY_HASH);
    assertThat(verifies(PUBLISHED_ED25519 + PUBLISHED, publishedEd25519())).isTrue();
    assertThat(verifies(PUBLISHED_RSA + PUBLISHED, publishedRsa())).isTrue();
    assertThat(verifies(PUBLISHED_RSA + PUBLISHED.replace("dinner", "supper"), publishedRsa()))
        .isFalse();
  }

  @Test
  void signsWithThePublishedKey() throws Exception {
    var signer = new DkimSigner("football.example.com", "brisbane", publishedPrivate());

    String signed = text(signer.sign(bytes(PUBLISHED), TIME));

    assertThat(signed)
        .startsWith(
            "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com;\r\n s=brisbane; t=1528637909;")
        .contains("bh=" + PUBLISHED_BODY_HASH)
        .endsWith(PUBLISHED);
    assertThat(signed.lines()).allMatch(line -> line.length() <= 100);
    assertThat(verifies(signed, publishedEd25519())).isTrue();
  }

  @Test
  void survivesFoldingButNoChangeOrAddition() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    byte[] source =
        MimeMessageWriter.message(
                "1@shop.example", OffsetDateTime.parse("2026-11-22T10:15:30+01:00"))
            .from(Mailbox.of("Kaffee Kündig", "post@shop.example"))
            .to(Mailbox.of("jana@example.org"))
            .subject("Grüße ☕ ".repeat(20))
            .header("List-Unsubscribe", "<https://shop.example/u/1>")
            .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
            .text("Grüße")
            .html("<p>Grüße</p>")
            .write();

    String signed =
        text(new DkimSigner("shop.example", "s1", pair.getPrivate()).sign(source, TIME));

    assertThat(verifies(signed, pair.getPublic())).isTrue();
    assertThat(verifies(signed.replace("To: ", "To:\r\n\t "), pair.getPublic())).isTrue();
    assertThat(verifies(signed + "\r\n\r\n", pair.getPublic())).isTrue();
    for (String change :
        List.of(
            signed.replace("/u/1", "/u/2"),
            signed.replace("One-Click", "Other"),
            signed.replace("\r\nFrom:", "\r\nFrom: evil@x.org\r\nFrom:"),
            signed.replace("\r\nFrom:", "\r\nReply-To: evil@x.org\r\nFrom:"),
            signed + "x")) {
      assertThat(verifies(change, pair.getPublic())).isFalse();
    }
  }

  @Test
  void takesNoOtherKeys() throws Exception {
    PrivateKey ec = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    PrivateKey good = publishedPrivate();

    assertThatThrownBy(() -> new DkimSigner("x.org", "s", ec))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DkimSigner("x.org; h=", "s", good))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DkimSigner("x.org", "s\r\nBcc: x", good))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Verifies the first header, as a receiver does.
  private static boolean verifies(String signed, PublicKey key) throws Exception {
    Matcher header =
        Pattern.compile("^DKIM-Signature:.*?\r\n(?![ \t])", Pattern.DOTALL).matcher(signed);
    assertThat(header.find()).isTrue();
    String signature = header.group().strip();
    DkimSigner.Message message = message(signed.substring(header.end()));
    List<String> names = Arrays.stream(tag(signature, "h").split(":")).toList();
    int value = signature.lastIndexOf("b=") + 2;
    byte[] input = message.signed(names, signature.substring(0, value));
    boolean rsa = key.getAlgorithm().equals("RSA");
    var verifier = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
    verifier.initVerify(key);
    verifier.update(rsa ? input : DkimSigner.sha256(input));
    return tag(signature, "bh").equals(Base64.getEncoder().encodeToString(message.bodyHash()))
        && verifier.verify(Base64.getDecoder().decode(tag(signature, "b")));
  }

  private static String tag(String signature, String name) {
    Matcher matcher = Pattern.compile("[;\\s]" + name + "=([^;]*)").matcher(signature);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1).replaceAll("\\s", "");
  }

  private static PublicKey publishedEd25519() throws Exception {
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] key = Base64.getDecoder().decode(ED25519_PUBLIC);
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(join(prefix, key)));
  }

  private static PrivateKey publishedPrivate() throws Exception {
    byte[] key = HexFormat.of().parseHex("302e020100300506032b657004220420" + ED25519_SEED);
    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key));
  }

  private static PublicKey publishedRsa() throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(RSA_PUBLIC)));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static DkimSigner.Message message(String text) {
    return new DkimSigner.Message(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }
}
