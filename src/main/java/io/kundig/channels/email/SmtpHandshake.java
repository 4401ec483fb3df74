package io.kundig.channels.email;

import io.kundig.channels.email.SmtpSettings.Credentials;
import io.kundig.channels.email.SmtpSettings.Security;
import io.kundig.channels.email.SmtpUnavailable.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// From a bare connection to one that takes mail: greeting, EHLO, STARTTLS, AUTH.
final class SmtpHandshake {
  private final SmtpSettings settings;
  private final SSLSocketFactory tls;
  private final SmtpTransport transport;
  private SmtpCapabilities capabilities = SmtpCapabilities.NONE;

  private SmtpHandshake(SmtpSettings settings, SSLSocketFactory tls, SmtpTransport transport) {
    this.settings = settings;
    this.tls = tls;
    this.transport = transport;
  }

  static SmtpHandshake connect(SmtpSettings settings, SSLSocketFactory tls) throws SmtpUnavailable {
    try {
      return over(
          SmtpTransport.connect(settings.host(), settings.port(), settings.timeouts().connect()),
          settings,
          tls);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /// Closes the transport where it fails.
  static SmtpHandshake over(SmtpTransport transport, SmtpSettings settings, SSLSocketFactory tls)
      throws SmtpUnavailable {
    try {
      var handshake = new SmtpHandshake(settings, tls, transport);
      handshake.run();
      return handshake;
    } catch (IOException e) {
      close(transport);
      throw unavailable(e);
    } catch (SmtpUnavailable | RuntimeException e) {
      close(transport);
      throw e;
    }
  }

  SmtpTransport transport() {
    return transport;
  }

  SmtpCapabilities capabilities() {
    return capabilities;
  }

  private void run() throws IOException, SmtpUnavailable {
    if (settings.security() == Security.TLS) {
      secure();
    }
    require(read(), Reason.REFUSED, "The server does not take mail from us");
    greet();
    startTls();
    Credentials credentials = settings.credentials();
    if (credentials != null) {
      signIn(credentials);
    }
  }

  private void greet() throws IOException, SmtpUnavailable {
    SmtpReply reply = ask("EHLO " + ownName());
    if (reply.isPositive()) {
      capabilities = SmtpCapabilities.of(reply.lines());
    } else {
      require(ask("HELO " + ownName()), Reason.REFUSED, "The server refused our greeting");
      capabilities = SmtpCapabilities.NONE;
    }
  }

  private void startTls() throws IOException, SmtpUnavailable {
    if (settings.security() == Security.TLS) {
      return;
    }
    if (!capabilities.startTls()) {
      if (settings.security() == Security.STARTTLS_REQUIRED) {
        throw new SmtpUnavailable(
            Reason.STARTTLS_NOT_OFFERED, "The server does not offer STARTTLS", null);
      }
      return;
    }
    // Refusing what it has just offered must not bring us to go on in clear text.
    SmtpReply reply = ask("STARTTLS");
    require(
        reply, reply.isPermanent() ? Reason.TLS : Reason.REFUSED, "The server refused STARTTLS");
    secure();
    greet();
  }

  private void secure() throws IOException {
    transport.secure(tls, settings.host(), settings.port(), settings.timeouts().command());
  }

  private void signIn(Credentials credentials) throws IOException, SmtpUnavailable {
    if (!transport.isSecure() && !transport.isPeerLoopback()) {
      throw new SmtpUnavailable(
          Reason.PASSWORD_IN_CLEAR,
          "The server offers no TLS, and a password does not leave this machine in clear text",
          null);
    }
    SmtpReply reply;
    if (capabilities.authentication().contains("PLAIN")) {
      reply =
          ask("AUTH PLAIN " + base64("\0" + credentials.user() + "\0" + credentials.password()));
    } else if (capabilities.authentication().contains("LOGIN")) {
      reply = ask("AUTH LOGIN");
      if (reply.code() == 334) {
        reply = ask(base64(credentials.user()));
      }
      if (reply.code() == 334) {
        reply = ask(base64(credentials.password()));
      }
    } else {
      throw new SmtpUnavailable(
          Reason.AUTH_NOT_OFFERED, "The server offers neither AUTH PLAIN nor AUTH LOGIN", null);
    }
    require(
        reply,
        reply.isPermanent() ? Reason.AUTH_REFUSED : Reason.REFUSED,
        "The server did not let us sign in");
  }

  private SmtpReply ask(String command) throws IOException {
    transport.write(
        (command + "\r\n").getBytes(StandardCharsets.UTF_8), settings.timeouts().command());
    return read();
  }

  private SmtpReply read() throws IOException {
    return transport.read(settings.timeouts().command());
  }

  private static void require(SmtpReply reply, Reason reason, String message)
      throws SmtpUnavailable {
    if (!reply.isPositive()) {
      throw new SmtpUnavailable(reason, message + ": " + reply.code() + " " + reply.text(), null);
    }
  }

  /// An address literal (RFC 5321 section 4.1.3) where no name is set: this machine's own name is
  /// seldom a true one.
  private String ownName() {
    String name = settings.ehloName();
    if (name != null) {
      return name;
    }
    InetAddress address = transport.localAddress();
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SmtpUnavailable unavailable(IOException e) {
    boolean brokenOff = e.getCause() instanceof EOFException;
    if (e instanceof SSLException && !brokenOff) {
      return new SmtpUnavailable(Reason.TLS, "TLS failed: " + e.getMessage(), e);
    }
    return switch (SmtpConnection.lossOf(e)) {
      case TIMEOUT -> new SmtpUnavailable(Reason.TIMEOUT, "The server did not answer in time", e);
      case PROTOCOL -> new SmtpUnavailable(Reason.PROTOCOL, "The server does not speak SMTP", e);
      case CONNECTION_LOST ->
          new SmtpUnavailable(Reason.CONNECT, "No connection to the mail server", e);
    };
  }

  private static void close(@Nullable SmtpTransport transport) {
    if (transport != null) {
      transport.close();
    }
  }
}
