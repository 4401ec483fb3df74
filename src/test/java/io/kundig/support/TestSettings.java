package io.kundig.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/// Gives each application context a database, a data folder and a secret.
class TestSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    String database = TestDatabase.cloneTemplate();
    TestPropertyValues.of(
            "kundig.database-url=" + TestDatabase.urlOf(database),
            "kundig.data=" + dataFolder(),
            "kundig.secret=a-secret-for-tests-only",
            "kundig.port=0")
        .applyTo(context);
    context.addApplicationListener(
        event -> {
          if (event instanceof ContextClosedEvent) {
            TestDatabase.finished(database);
          }
        });
  }

  private static String dataFolder() {
    try {
      return Files.createTempDirectory("kundig-data").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
