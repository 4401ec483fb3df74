package io.kundig.tracking;

import io.kundig.platform.BaseUrl;
import io.kundig.platform.Secret;
import io.kundig.profiles.ProfileId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Signed links of a message. They carry opaque ids only, never an address, and lead only where
/// they were signed to.
///
/// A token is `base64url(profile 16, message 16, shop 4, [target], signature 16)`; each kind of
/// link is signed with a key of its own, so that one cannot be turned into another.
@Component
public class TrackedLinks {

  private static final String CLICK = "c";
  private static final String OPEN = "o";
  private static final String UNSUBSCRIBE = "u";
  private static final String PREFERENCES = "p";
  private static final String BROWSER = "m";

  private static final int KEY_BYTES = 36;
  private static final int SIGNATURE_BYTES = 16;

  /// Longer targets stay as they are: servers on the way refuse request lines over 8 KB.
  private static final int LONGEST_TARGET = 4_000;

  private static final int LONGEST_TOKEN = 8_000;

  private final Secret secret;
  private final BaseUrl baseUrl;

  TrackedLinks(Secret secret, BaseUrl baseUrl) {
    this.secret = secret;
    this.baseUrl = baseUrl;
  }

  /// A personal redirect to the target that counts a click.
  ///
  /// @param target http or https
  public String click(MessageKey message, String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(KEY_BYTES + bytes.length);
    write(message, payload);
    return baseUrl.get() + "/t/c/" + signed(CLICK, payload.put(bytes).array());
  }

  /// The address of the pixel that counts an open.
  public String pixel(MessageKey message) {
    return baseUrl.get() + "/t/o/" + token(OPEN, message) + ".gif";
  }

  /// `/u/…`: GET shows a page, POST unsubscribes (RFC 8058).
  public String unsubscribe(MessageKey message) {
    return baseUrl.get() + "/u/" + token(UNSUBSCRIBE, message);
  }

  /// `/p/…`: the preference page.
  public String preferences(MessageKey message) {
    return baseUrl.get() + "/p/" + token(PREFERENCES, message);
  }

  /// `/m/…`: the message in the browser.
  public String browser(MessageKey message) {
    return baseUrl.get() + "/m/" + token(BROWSER, message);
  }

  /// Puts the pixel into a rendered message and personal redirects in place of its links, as far as
  /// the person allows. Links of our own (unsubscribe, preferences, confirmation, browser) stay.
  ///
  /// @param opens whether opens may be measured
  /// @param clicks whether clicks may be measured
  public String rewrite(String html, MessageKey message, boolean opens, boolean clicks) {
    if (!opens && !clicks) {
      return html;
    }
    Map<String, String> links = new HashMap<>();
    String own = baseUrl.get();
    String linked =
        clicks
            ? Anchors.replace(
                html,
                target ->
                    mayBeTracked(target, own)
                        ? links.computeIfAbsent(target, to -> click(message, to))
                        : target)
            : html;
    return opens ? withPixel(linked, pixel(message)) : linked;
  }

  private static boolean mayBeTracked(String target, String own) {
    if (target.length() > LONGEST_TARGET || !isWebAddress(target)) {
      return false;
    }
    return !(target.startsWith(own)
        && target.length() > own.length() + 2
        && target.charAt(own.length()) == '/'
        && "upcmt".indexOf(target.charAt(own.length() + 1)) >= 0
        && target.charAt(own.length() + 2) == '/');
  }

  static boolean isWebAddress(String target) {
    return target.regionMatches(true, 0, "https://", 0, 8)
        || target.regionMatches(true, 0, "http://", 0, 7);
  }

  private static String withPixel(String html, String pixel) {
    String image =
        "<img src=\""
            + pixel
            + "\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;width:1px;height:1px;border:0;\">";
    int end = html.lastIndexOf("</body>");
    return end < 0 ? html + image : html.substring(0, end) + image + html.substring(end);
  }

  /// The message a token of the kind (`c`, `o`, `u`, `p`, `m`) was signed for; nothing if it is
  /// forged or of another kind.
  public Optional<MessageKey> verify(String kind, String token) {
    return payload(kind, token)
        .filter(payload -> kind.equals(CLICK) || payload.length == KEY_BYTES)
        .map(TrackedLinks::read);
  }

  /// The message and the target a click token was signed for.
  Optional<Click> click(String token) {
    return payload(CLICK, token)
        .map(
            payload ->
                new Click(
                    read(payload),
                    new String(
                        payload, KEY_BYTES, payload.length - KEY_BYTES, StandardCharsets.UTF_8)))
        .filter(click -> isWebAddress(click.target()));
  }

  private Optional<byte[]> payload(String kind, String token) {
    byte[] bytes = decode(token);
    if (bytes.length < KEY_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, payload.length, bytes.length);
    return secret.verify(purpose(kind), payload, signature)
        ? Optional.of(payload)
        : Optional.empty();
  }

  private static byte[] decode(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private String token(String kind, MessageKey message) {
    ByteBuffer payload = ByteBuffer.allocate(KEY_BYTES);
    write(message, payload);
    return signed(kind, payload.array());
  }

  private String signed(String kind, byte[] payload) {
    byte[] token = Arrays.copyOf(payload, payload.length + SIGNATURE_BYTES);
    byte[] signature = secret.sign(purpose(kind), payload);
    System.arraycopy(signature, 0, token, payload.length, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static String purpose(String kind) {
    return "tracking.link." + kind;
  }

  private static void write(MessageKey message, ByteBuffer payload) {
    write(message.profileId().value(), payload);
    write(message.messageId(), payload);
    payload.putInt(message.shopId());
  }

  private static void write(UUID id, ByteBuffer payload) {
    payload.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static MessageKey read(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    return new MessageKey(
        new ProfileId(new UUID(buffer.getLong(), buffer.getLong())),
        new UUID(buffer.getLong(), buffer.getLong()),
        buffer.getInt());
  }

  public record MessageKey(ProfileId profileId, UUID messageId, int shopId) {}

  record Click(MessageKey message, String target) {}
}
