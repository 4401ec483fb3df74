package io.kundig.platform;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL server listens and who we are to it.
///
/// @param parameters the JDBC driver's, such as `sslmode=require`; may be empty
record PostgresAddress(
    String host, int port, String database, String user, String password, String parameters) {

  private static final int DEFAULT_PORT = 5432;

  /// @throws StartFailure when it is not `postgresql://user:password@host:port/db`
  static PostgresAddress parse(URI url) {
    String scheme = String.valueOf(url.getScheme());
    String path = url.getRawPath();
    String userInfo = url.getRawUserInfo();
    if (!(scheme.equals("postgresql") || scheme.equals("postgres"))
        || url.getHost() == null
        || path == null
        || path.length() < 2
        || userInfo == null) {
      throw new StartFailure(
          "KUNDIG_DATABASE_URL cannot be read",
          "it must look like postgresql://user:password@host:port/db");
    }
    int colon = userInfo.indexOf(':');
    return new PostgresAddress(
        url.getHost(),
        url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
        decode(path.substring(1)),
        decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        decode(colon < 0 ? "" : userInfo.substring(colon + 1)),
        orEmpty(url.getRawQuery()));
  }

  String jdbcUrl() {
    String suffix = parameters.isEmpty() ? "" : "?" + parameters;
    return "jdbc:postgresql://" + host + ":" + port + "/" + database + suffix;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user, password);
  }

  /// Whether the server is there and does not want us: a wrong password, or no such database.
  static boolean isRefusal(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("28") || state.equals("3D000");
  }

  /// Without the password.
  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
