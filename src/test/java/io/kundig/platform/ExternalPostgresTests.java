package io.kundig.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.support.TestDatabase;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExternalPostgresTests {

  @RegisterExtension static final TestDatabase server = new TestDatabase();

  private final PostgresAddress address =
      PostgresAddress.parse(
          URI.create("postgresql://shop:p%40ss+word@db.example:5433/crm?sslmode=require"));

  @Test
  void readsAnAddress() {
    assertThat(address.user()).isEqualTo("shop");
    assertThat(address.password()).isEqualTo("p@ss+word");
    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example:5433/crm?sslmode=require");
    assertThat(address.toString()).doesNotContain("p@ss");
  }

  @Test
  void aServerThatHangsIsGivenUpAfterAMinute() {
    try (Database database = Database.at(server.url())) {
      assertThat(database.dataSource().getDataSourceProperties())
          .containsEntry("socketTimeout", 60L);
    }
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> PostgresAddress.parse(URI.create("mysql://a:b@c/d")))
        .isInstanceOf(StartFailure.class);
  }

  @Test
  void refusesAnOldServer() {
    assertThatThrownBy(() -> ExternalPostgres.checkVersion(address, 14))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("PostgreSQL 14");
    assertThatCode(() -> ExternalPostgres.checkVersion(address, 15)).doesNotThrowAnyException();
  }

  @Test
  void saysWhereNobodyAnswers() {
    PostgresAddress nobody = PostgresAddress.parse(URI.create("postgresql://a:b@127.0.0.1:1/c"));
    assertThatThrownBy(() -> ExternalPostgres.check(nobody, Duration.ZERO))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("127.0.0.1:1/c");
  }
}
