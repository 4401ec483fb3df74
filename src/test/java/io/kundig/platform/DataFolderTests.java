package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {

  @TempDir private Path folder;

  @Test
  void belongsToOneAtATime() throws Exception {
    Path data = folder.resolve("data");
    DataFolder first = DataFolder.claim(data);
    assertThatThrownBy(() -> DataFolder.claim(data))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("another Kundig (process " + ProcessHandle.current().pid() + ")");
    first.close();
    DataFolder.claim(data).close();
  }

  @Test
  void saysWhatItCannotWrite() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.claim(file.resolve("data")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void keepsOneSecretThatNobodyElseReads() throws Exception {
    Path file = folder.resolve("secret");
    String secret = SecretFile.readOrCreate(file);
    assertThat(secret).hasSize(43).isEqualTo(SecretFile.readOrCreate(file));
    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(
            java.nio.file.attribute.PosixFilePermission.OWNER_READ,
            java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
  }
}
