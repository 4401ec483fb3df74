package io.kundig.channels.email;

import io.kundig.channels.email.MimeBody.Encoded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the source of one message (RFC 5322, MIME): headers, a text part, an HTML part, or both
/// as alternatives. The same input gives the same bytes. The source is ASCII, unless an address
/// itself is not, and no line is longer than 998 octets; no input can add a header or end one
/// early.
///
/// ```java
/// byte[] source =
///     MimeMessageWriter.message("01890a5d@shop.example", date)
///         .from(Mailbox.of("Kaffee Kündig", "post@shop.example"))
///         .to(Mailbox.of("jana@example.org"))
///         .subject("Dein Warenkorb wartet ☕")
///         .header("List-Unsubscribe", "<https://shop.example/u/abc>")
///         .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
///         .text("…")
///         .html("<p>…</p>")
///         .write();
/// ```
public final class MimeMessageWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH);
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[A-Za-z0-9.-]{1,253}");
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,75}");

  /// Written from the other methods' input, or never.
  private static final Set<String> RESERVED =
      Set.of(
          "date",
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "subject",
          "message-id",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "content-disposition",
          "content-id",
          "return-path",
          "received",
          "dkim-signature");

  private final String id;
  private final HeaderWriter head = new HeaderWriter();
  private @Nullable Mailbox from;
  private @Nullable Mailbox to;
  private @Nullable Mailbox replyTo;
  private String subject = "";
  private @Nullable String text;
  private @Nullable String html;

  private MimeMessageWriter(String id, OffsetDateTime date) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "A message id must look like unique@domain, in ASCII, without brackets");
    }
    this.id = id;
    head.plain("Date", DATE.format(date));
    head.plain("Message-ID", "<" + id + ">");
  }

  /// Begins a message.
  ///
  /// @param id the `Message-ID` without angle brackets; give the same one to a message written
  ///   again
  /// @param date the `Date`, in its own offset
  /// @throws IllegalArgumentException where `id` is not `unique@domain`
  public static MimeMessageWriter message(String id, OffsetDateTime date) {
    return new MimeMessageWriter(id, date);
  }

  /// Who writes. Required.
  public MimeMessageWriter from(Mailbox mailbox) {
    from = mailbox;
    return this;
  }

  /// Who reads. Required.
  public MimeMessageWriter to(Mailbox mailbox) {
    to = mailbox;
    return this;
  }

  /// Where answers go.
  public MimeMessageWriter replyTo(@Nullable Mailbox mailbox) {
    replyTo = mailbox;
    return this;
  }

  /// Any text; line breaks and other control characters become spaces.
  public MimeMessageWriter subject(String value) {
    subject = value;
    return this;
  }

  /// The part without markup; any line ends.
  public MimeMessageWriter text(@Nullable String value) {
    text = value;
    return this;
  }

  /// The HTML part; any line ends.
  public MimeMessageWriter html(@Nullable String value) {
    html = value;
    return this;
  }

  /// One more header, such as `List-Unsubscribe` (RFC 2369, RFC 8058), `List-Id` (RFC 2919),
  /// `Auto-Submitted` (RFC 3834) or `Feedback-ID`. Text outside ASCII is encoded (RFC 2047).
  ///
  /// @throws IllegalArgumentException where the name is none or is one this class writes itself, or
  ///   where the value holds a control character or a word over 900 characters
  public MimeMessageWriter header(String name, String value) {
    if (!HEADER_NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("Not a header that can be added");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("The value of a header holds a control character");
    }
    head.unstructured(name, value);
    return this;
  }

  /// The source, lines ending in CRLF.
  ///
  /// @throws IllegalStateException without sender or reader, or with neither text nor HTML
  public byte[] write() {
    var headers = new HeaderWriter(head);
    headers.mailbox("From", required(from, "from"));
    if (replyTo != null) {
      headers.mailbox("Reply-To", replyTo);
    }
    headers.mailbox("To", required(to, "to"));
    headers.unstructured("Subject", HeaderWriter.withoutControls(subject).strip());
    headers.plain("MIME-Version", "1.0");
    if (text != null && html != null) {
      return alternatives(headers, text, html);
    }
    String only = text != null ? text : required(html, "text or html");
    Encoded body = MimeBody.encode(only, null);
    part(headers, text != null ? "plain" : "html", body);
    byte[] source = headers.end(body.length());
    body.copyTo(source, source.length - body.length());
    return source;
  }

  private byte[] alternatives(HeaderWriter headers, String plain, String markup) {
    String boundary = boundary();
    Encoded first = MimeBody.encode(plain, boundary);
    Encoded second = MimeBody.encode(markup, boundary);
    headers.plain("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    byte[] head1 = opening("\r\n--" + boundary, "plain", first);
    byte[] head2 = opening("\r\n--" + boundary, "html", second);
    byte[] closing = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    int size = head1.length + first.length() + head2.length + second.length() + closing.length;
    // The head ends in an empty line, which is also the one before the first boundary.
    byte[] source = headers.end(size);
    int at = source.length - size;
    at = copy(head1, source, at);
    at = first.copyTo(source, at);
    at = copy(head2, source, at);
    at = second.copyTo(source, at);
    copy(closing, source, at);
    return source;
  }

  private static int copy(byte[] from, byte[] to, int at) {
    System.arraycopy(from, 0, to, at, from.length);
    return at + from.length;
  }

  private static byte[] opening(String delimiter, String subtype, Encoded body) {
    var lines = new HeaderWriter();
    lines.raw(delimiter + "\r\n");
    part(lines, subtype, body);
    return lines.end(0);
  }

  private static void part(HeaderWriter headers, String subtype, Encoded body) {
    headers.plain("Content-Type", "text/" + subtype + "; charset=utf-8");
    headers.plain("Content-Transfer-Encoding", body.encoding());
  }

  /// Holds `=_`, which neither quoted-printable nor base64 can.
  private String boundary() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII));
      return "=_" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalStateException("The message has no " + name);
    }
    return value;
  }
}
