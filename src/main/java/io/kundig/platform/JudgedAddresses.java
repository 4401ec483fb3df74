package io.kundig.platform;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/// Looks names up, and hands out none that leads where the request may not go. A name with one
/// forbidden address among others is refused as a whole.
final class JudgedAddresses implements DnsResolver {

  private final OutsideHttp.Reach reach;

  JudgedAddresses(OutsideHttp.Reach reach) {
    this.reach = reach;
  }

  @Override
  public InetAddress[] resolve(@Nullable String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (InetAddress address : addresses) {
      boolean allowed =
          isPublic(address) || (reach == OutsideHttp.Reach.INSIDE_TOO && isPrivate(address));
      if (!allowed) {
        throw new Forbidden(host + " leads to an address that is not asked");
      }
    }
    return addresses;
  }

  @Override
  public @Nullable String resolveCanonicalHostname(@Nullable String host) {
    return host;
  }

  /// Of the same machine or a company's own network. Not the link-local ones, where clouds keep
  /// credentials.
  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || isUniqueLocal(address);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address v4 -> isPublic(v4.getAddress());
      case Inet6Address v6 -> !isUniqueLocal(v6) && !wrapsAnother(v6.getAddress());
      default -> false;
    };
  }

  /// The ranges of RFC 6890 that are nobody's on the internet.
  private static boolean isPublic(byte[] v4) {
    int a = v4[0] & 0xFF;
    int b = v4[1] & 0xFF;
    int c = v4[2] & 0xFF;
    boolean special =
        a == 0
            || (a == 100 && b >= 64 && b < 128)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113)
            || a >= 240;
    return !special;
  }

  /// fc00::/7
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
  }

  /// An IPv4 address in another form: NAT64 (64:ff9b::/32), Teredo (2001::/32), 6to4 (2002::/16),
  /// and the deprecated `::a.b.c.d`.
  private static boolean wrapsAnother(byte[] v6) {
    int first = ((v6[0] & 0xFF) << 8) | (v6[1] & 0xFF);
    int second = ((v6[2] & 0xFF) << 8) | (v6[3] & 0xFF);
    return (first == 0x0064 && second == 0xFF9B)
        || (first == 0x2001 && second == 0)
        || first == 0x2002
        || first == 0;
  }

  /// The name leads where the request may not go.
  static final class Forbidden extends UnknownHostException {
    Forbidden(String message) {
      super(message);
    }
  }
}
