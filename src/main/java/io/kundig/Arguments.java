package io.kundig;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Turns `--port=0`, `--kundig-port=0` and `--KUNDIG_PORT=0` into the property `kundig.port`;
/// leaves everything else as it is.
final class Arguments {

  private static final Set<String> SETTINGS =
      Set.of(
          "host",
          "port",
          "data",
          "database-url",
          "base-url",
          "smtp-url",
          "secret",
          "admin-email",
          "admin-password",
          "api-key",
          "write-key",
          "sandbox",
          "demo");

  private Arguments() {}

  static String[] toProperties(String[] args) {
    return Arrays.stream(args).map(Arguments::toProperty).toArray(String[]::new);
  }

  private static String toProperty(String arg) {
    if (!arg.startsWith("--")) {
      return arg;
    }
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
    String value = equals < 0 ? "true" : arg.substring(equals + 1);
    String setting =
        name.toLowerCase(Locale.ROOT)
            .replace('_', '-')
            .replace('.', '-')
            .replaceFirst("^kundig-", "");
    return SETTINGS.contains(setting) ? "--kundig." + setting + "=" + value : arg;
  }
}
