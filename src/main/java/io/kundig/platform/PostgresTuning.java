package io.kundig.platform;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The server's settings, by the size of the machine.
final class PostgresTuning {

  private static final long MEGABYTE = 1024L * 1024;
  private static final long LARGE_DISK = 20L * 1024 * MEGABYTE;

  private PostgresTuning() {}

  /// The text of `kundig.conf`.
  static String configuration(int port, Path home, Map<String, String> overrides) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("listen_addresses", "'127.0.0.1'");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "''");
    settings.put("max_connections", "60");
    settings.put("password_encryption", "'scram-sha-256'");
    settings.put("timezone", "'UTC'");
    settings.put("log_timezone", "'UTC'");
    putMemory(settings, machineMemory() / MEGABYTE);
    putWriting(settings, home.toFile().getUsableSpace());
    putLogging(settings);
    settings.put("jit", "off");
    settings.put("random_page_cost", "1.1");
    settings.put("idle_in_transaction_session_timeout", "'10min'");
    settings.putAll(overrides);
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static void putMemory(Map<String, String> settings, long megabytes) {
    settings.put("shared_buffers", clamp(megabytes / 8, 64, 1024) + "MB");
    settings.put("effective_cache_size", Math.max(megabytes / 2, 128) + "MB");
    settings.put("maintenance_work_mem", clamp(megabytes / 32, 32, 256) + "MB");
    settings.put("work_mem", clamp(megabytes / 256, 4, 32) + "MB");
  }

  private static void putWriting(Map<String, String> settings, long freeBytes) {
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("checkpoint_timeout", "'15min'");
    settings.put("max_wal_size", freeBytes > LARGE_DISK ? "'4GB'" : "'1GB'");
  }

  private static void putLogging(Map<String, String> settings) {
    settings.put("logging_collector", "on");
    settings.put("log_directory", "'log'");
    settings.put("log_filename", "'postgresql-%a.log'");
    settings.put("log_truncate_on_rotation", "on");
    settings.put("log_rotation_age", "'1d'");
    settings.put("log_checkpoints", "off");
    settings.put("log_parameter_max_length", "0");
    settings.put("log_parameter_max_length_on_error", "0");
  }

  private static long machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 2048 * MEGABYTE;
  }

  private static long clamp(long value, long least, long most) {
    return Math.clamp(value, least, most);
  }
}
