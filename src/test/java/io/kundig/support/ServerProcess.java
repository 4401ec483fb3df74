package io.kundig.support;

import io.kundig.Kundig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JVM of its own, which can be killed and stopped.
public final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// The whole server.
  public static ServerProcess kundig(String databaseUrl, String smtpUrl) {
    return start(
        Kundig.class.getName(),
        "--database-url=" + databaseUrl,
        "--smtp-url=" + smtpUrl,
        "--secret=a-secret-for-tests-only",
        "--data=" + folder(),
        "--port=0");
  }

  /// Small and quick to start.
  public static ServerProcess start(String mainClass, String... arguments) {
    return start(
        List.of("-Xmx300m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), mainClass, arguments);
  }

  public static ServerProcess start(List<String> options, String mainClass, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    try {
      return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for a line of its output, and goes on reading so that it never blocks. A process that
  /// does not say it in time is killed, which fails the test instead of holding it up for ever.
  public Matcher awaitLine(Pattern pattern) {
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    try {
      var reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      var before = new StringBuilder();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          watch.cancel(false);
          Thread.ofVirtual().start(() -> drain(reader));
          return matcher;
        }
        before.append(line).append('\n');
      }
      throw new IllegalStateException("ended before it said " + pattern + ":\n" + before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(BufferedReader reader) {
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        echo(line);
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static void echo(String line) {
    if (line.contains("ERROR") || System.getProperty("kundig.echo") != null) {
      System.err.println(line);
    }
  }

  /// `kill -9`.
  public void kill() {
    process.destroyForcibly();
    waitFor();
  }

  public void pause() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public long pid() {
    return process.pid();
  }

  /// SIGTERM.
  @Override
  public void close() {
    process.destroy();
    waitFor();
  }

  private void waitFor() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String folder() {
    try {
      return Files.createTempDirectory("kundig-data").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
