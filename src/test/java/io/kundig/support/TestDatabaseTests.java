package io.kundig.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void everyClassGetsAMigratedDatabase() {
    assertThat(
            database
                .jdbc()
                .sql(
                    "select count(*) from information_schema.schemata where schema_name = 'orders'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void everyClassHasItsOwn() {
    String other = TestDatabase.cloneTemplate();
    assertThat(TestDatabase.urlOf(other))
        .isNotEqualTo(TestDatabase.urlOf(TestDatabase.cloneTemplate()));
    TestDatabase.finished(other);
  }
}
