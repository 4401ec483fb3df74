package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With fsync on, as operators run it. One cluster for all: each test leaves it running.
class EmbeddedPostgresTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    postgres = started();
  }

  @AfterAll
  static void stop() {
    postgres.close("immediate");
  }

  @Test
  void writesDurably() throws Exception {
    assertThat(ask("show fsync")).isEqualTo("on");
    assertThat(ask("show synchronous_commit")).isEqualTo("on");
    assertThat(ask("show full_page_writes")).isEqualTo("on");
    assertThat(ask("show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ask("show jit")).isEqualTo("off");
  }

  @Test
  void keepsItsDataOverACleanStop() throws Exception {
    write("kept");
    postgres.close();
    assertThat(Postmaster.running(cluster())).isEmpty();
    postgres = started();
    assertThat(ask("select word from words")).isEqualTo("kept");
  }

  @Test
  void adoptsTheServerThatAKilledKundigLeft() throws Exception {
    write("from before");
    long pid = pid();
    int port = postgres.address().port();
    postgres.abandon();
    postgres = started();
    assertThat(postgres.address().port()).isEqualTo(port);
    assertThat(pid()).isEqualTo(pid);
    assertThat(ask("select word from words")).isEqualTo("from before");
  }

  @Test
  void comesBackOnTheSamePortWhenTheServerIsKilled() throws Exception {
    write("committed");
    int port = postgres.address().port();
    long pid = pid();
    kill(pid);
    awaitOther(pid);
    assertThat(postgres.address().port()).isEqualTo(port);
    assertThat(ask("select word from words")).isEqualTo("committed");
  }

  @Test
  void startsAfterBothWereKilled() throws Exception {
    write("committed");
    long pid = pid();
    postgres.abandon();
    kill(pid);
    postgres = started();
    assertThat(pid()).isNotEqualTo(pid);
    assertThat(ask("select word from words")).isEqualTo("committed");
  }

  @Test
  void ignoresThePidOfAProcessThatIsNoServer() throws Exception {
    postgres.close();
    Files.writeString(
        cluster().resolve("postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + cluster() + "\n0\n1\n\n127.0.0.1\n");
    postgres = started();
    assertThat(ask("select 1")).isEqualTo("1");
  }

  @Test
  void tellsWhyItCannotBeCreated() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "in the way");
    assertThatThrownBy(() -> EmbeddedPostgres.start(file, TestPostgres.binaries(), Map.of()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void asksForAPassword() {
    PostgresAddress right = postgres.address();
    PostgresAddress wrong =
        new PostgresAddress(right.host(), right.port(), right.database(), right.user(), "x", "");
    assertThatThrownBy(wrong::connect)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(PostgresAddress.isRefusal(e)).isTrue());
  }

  private static EmbeddedPostgres started() throws IOException {
    return EmbeddedPostgres.start(
        folder.resolve("database"),
        TestPostgres.binaries(),
        Map.of("shared_buffers", "'32MB'", "logging_collector", "off"));
  }

  private static Path cluster() {
    return folder.resolve("database").resolve("18");
  }

  private long pid() throws IOException {
    return Postmaster.running(cluster()).orElseThrow().pid();
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get();
  }

  private void awaitOther(long pid) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var running = Postmaster.running(cluster());
      if (running.isPresent() && running.get().pid() != pid && answers()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the server did not come back");
  }

  private boolean answers() {
    try {
      return ask("select 1").equals("1");
    } catch (SQLException e) {
      return false;
    }
  }

  private void write(String word) throws SQLException {
    try (Connection connection = postgres.address().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists words");
      statement.execute("create table words as select '" + word + "'::text as word");
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = postgres.address().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
