package io.kundig.channels.email;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where mail leaves, and how.
///
/// @param port 1 to 65535
/// @param credentials null where the server asks for none
/// @param ehloName the name we greet with; null for the address of this end in brackets
/// @param mailsPerConnection after so many mails a connection ends and another begins
public record SmtpSettings(
    String host,
    int port,
    Security security,
    @Nullable Credentials credentials,
    @Nullable String ehloName,
    Timeouts timeouts,
    Pipelining pipelining,
    int mailsPerConnection) {
  private static final int DEFAULT_MAILS_PER_CONNECTION = 1_000;
  private static final Pattern URL =
      Pattern.compile(
          "(smtps?)://(?:(?<user>.*)@)?(?<host>[^\\[\\]@/?#:]+|\\[[0-9A-Fa-f:.]+])"
              + "(?::(?<port>\\d{1,5}))?/?(?:\\?(?<query>[^@]*))?",
          Pattern.CASE_INSENSITIVE);

  /// How the connection is protected. Certificate and host name are always checked.
  public enum Security {
    /// STARTTLS where the server offers it (RFC 3207).
    STARTTLS_OPTIONAL,
    /// STARTTLS, or no connection.
    STARTTLS_REQUIRED,
    /// TLS from the first byte (RFC 8314).
    TLS
  }

  /// How far we run ahead of the server's answers (RFC 2920).
  public enum Pipelining {
    /// One command, one answer.
    OFF,
    /// MAIL, RCPT and DATA of a mail in one write, where the server offers PIPELINING.
    ENVELOPE,
    /// Also the next mail's envelope together with the final dot: one round trip per mail.
    ACROSS_MAILS
  }

  /// Name and password, never shown.
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "Credentials[hidden]";
    }
  }

  /// How long we wait.
  ///
  /// @param connect for the TCP connection
  /// @param command for the answer to a command, a whole write, and the TLS handshake
  /// @param finalReply for the answer to the final dot; when it passes, the mail is in doubt (RFC
  ///   5321 section 4.5.3.2.6 advises ten minutes)
  public record Timeouts(Duration connect, Duration command, Duration finalReply) {
    /// 10 seconds, 1 minute, 5 minutes.
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  /// @throws IllegalArgumentException for a port or a number of mails out of range, or an EHLO name
  ///   that is not one
  public SmtpSettings {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The SMTP port must be 1 to 65535");
    }
    if (mailsPerConnection < 1) {
      throw new IllegalArgumentException("A connection must carry at least one mail");
    }
    if (ehloName != null && !ehloName.matches("[A-Za-z0-9.-]{1,253}|\\[[A-Za-z0-9:.]{3,60}]")) {
      throw new IllegalArgumentException(
          "The EHLO name must be a host name or an address in brackets");
    }
  }

  /// Reads `smtp://user:password@host:port?starttls=required` or `smtps://…`. User and password are
  /// percent-decoded; the port is 465 for smtps, 587 with a user, else 25. Further settings:
  /// `starttls=optional`, `ehlo=NAME`, `pipelining=off`, `mails-per-connection=N`.
  ///
  /// @throws IllegalArgumentException says what is wrong, never repeating user or password
  public static SmtpSettings parse(String url) {
    Matcher matcher = URL.matcher(url.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "The SMTP address must look like smtp://user:password@host:port or smtps://…");
    }
    boolean implicit = matcher.group(1).toLowerCase(Locale.ROOT).equals("smtps");
    @Nullable Credentials credentials = credentials(matcher.group("user"));
    @Nullable String port = matcher.group("port");
    int fallback = implicit ? 465 : credentials == null ? 25 : 587;
    var settings =
        new SmtpSettings(
            host(matcher.group("host")),
            port == null ? fallback : Integer.parseInt(port),
            implicit ? Security.TLS : Security.STARTTLS_OPTIONAL,
            credentials,
            null,
            Timeouts.DEFAULT,
            Pipelining.ACROSS_MAILS,
            DEFAULT_MAILS_PER_CONNECTION);
    @Nullable String query = matcher.group("query");
    if (query != null && !query.isEmpty()) {
      for (String parameter : query.split("&", -1)) {
        settings = settings.with(parameter);
      }
    }
    return settings;
  }

  /// The same with other limits of patience.
  public SmtpSettings withTimeouts(Timeouts changed) {
    return new SmtpSettings(
        host, port, security, credentials, ehloName, changed, pipelining, mailsPerConnection);
  }

  /// The same, running less or more far ahead.
  public SmtpSettings withPipelining(Pipelining changed) {
    return new SmtpSettings(
        host, port, security, credentials, ehloName, timeouts, changed, mailsPerConnection);
  }

  private SmtpSettings withSecurity(Security changed) {
    if (security == Security.TLS) {
      throw new IllegalArgumentException("smtps:// has TLS from the start, without starttls");
    }
    return new SmtpSettings(
        host, port, changed, credentials, ehloName, timeouts, pipelining, mailsPerConnection);
  }

  private SmtpSettings with(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
    return switch (name + "=" + value) {
      case "starttls=required" -> withSecurity(Security.STARTTLS_REQUIRED);
      case "starttls=optional" -> withSecurity(Security.STARTTLS_OPTIONAL);
      case "pipelining=off" -> withPipelining(Pipelining.OFF);
      default ->
          switch (name) {
            case "ehlo" ->
                new SmtpSettings(
                    host,
                    port,
                    security,
                    credentials,
                    value,
                    timeouts,
                    pipelining,
                    mailsPerConnection);
            case "mails-per-connection" ->
                new SmtpSettings(
                    host,
                    port,
                    security,
                    credentials,
                    ehloName,
                    timeouts,
                    pipelining,
                    number(value));
            default ->
                throw new IllegalArgumentException(
                    "The SMTP address has a setting we do not know, or a wrong value for it: "
                        + name.replaceAll("[^A-Za-z-]", "?"));
          };
    };
  }

  private static String host(String text) {
    return text.startsWith("[") ? text.substring(1, text.length() - 1) : DomainName.toAscii(text);
  }

  private static @Nullable Credentials credentials(@Nullable String userinfo) {
    if (userinfo == null || userinfo.isEmpty()) {
      return null;
    }
    int colon = userinfo.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("The SMTP address has a user but no password");
    }
    var credentials =
        new Credentials(
            decode(userinfo.substring(0, colon)), decode(userinfo.substring(colon + 1)));
    if (credentials.user().indexOf(0) >= 0 || credentials.password().indexOf(0) >= 0) {
      throw new IllegalArgumentException("The SMTP user or password holds a NUL");
    }
    return credentials;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The SMTP address has a % that is not followed by two hex digits; write %25 for it", e);
    }
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("mails-per-connection must be a whole number");
    }
    return Integer.parseInt(text);
  }
}
