package io.kundig.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a request comes from. Behind a proxy on this machine that is the last address it added to
/// `X-Forwarded-For`; anybody else may write that header, so it is not believed from them.
public final class ClientAddress {

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private ClientAddress() {}

  public static String of(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    String forwarded = request.getHeader("X-Forwarded-For");
    if (forwarded == null || !isLoopback(peer)) {
      return peer;
    }
    String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return parse(last) == null ? peer : last;
  }

  /// What one household or machine can hold: an IPv4 address, or the /64 of an IPv6 address. For
  /// limits by client.
  public static String network(String address) {
    InetAddress parsed = parse(address);
    if (parsed == null || parsed.getAddress().length == 4) {
      return address;
    }
    StringBuilder prefix = new StringBuilder();
    byte[] bytes = parsed.getAddress();
    for (int i = 0; i < 8; i++) {
      prefix.append("%02x".formatted(bytes[i]));
    }
    return prefix.toString();
  }

  private static boolean isLoopback(String address) {
    InetAddress parsed = parse(address);
    return parsed != null && parsed.isLoopbackAddress();
  }

  /// Never asks a name server: only literal addresses are read.
  private static @Nullable InetAddress parse(String address) {
    try {
      return ADDRESS.matcher(address).matches() ? InetAddress.ofLiteral(address) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
