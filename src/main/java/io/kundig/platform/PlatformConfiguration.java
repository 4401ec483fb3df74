package io.kundig.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class PlatformConfiguration {

  @Bean
  KundigClock clock() {
    return new KundigClock();
  }

  @Bean(destroyMethod = "close")
  DataFolder dataFolder(Settings settings, ObjectProvider<StartingDatabase> starting) {
    StartingDatabase database = starting.getIfAvailable();
    return database != null ? database.folder() : DataFolder.claim(settings.data());
  }

  @Bean
  Secret secret(Settings settings, DataFolder data) throws IOException {
    String configured = settings.secret();
    String text =
        configured != null && !configured.isBlank()
            ? configured
            : SecretFile.readOrCreate(data.path().resolve("secret"));
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  @Bean(destroyMethod = "close")
  Database database(Settings settings, DataFolder data, ObjectProvider<StartingDatabase> starting) {
    if (settings.databaseUrl() != null) {
      return Database.at(settings.databaseUrl());
    }
    StartingDatabase database = starting.getIfAvailable();
    return Database.on(database != null ? database.take() : EmbeddedPostgres.start(data));
  }

  @Bean(destroyMethod = "")
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  /// Migrations may take as long as they need.
  @Bean(defaultCandidate = false)
  @FlywayDataSource
  DataSource migrating(Database database) {
    return database.patient();
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain healthIsOpen(HttpSecurity http) {
    return http.securityMatcher("/healthz")
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }
}
