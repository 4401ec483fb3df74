package io.kundig.platform;

import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;

/// Starts the embedded database as soon as the settings are known, while the rest is still loading.
class EarlyDatabase implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    Settings settings = Binder.get(event.getEnvironment()).bindOrCreate("kundig", Settings.class);
    if (settings.databaseUrl() == null) {
      StartingDatabase starting = StartingDatabase.begin(DataFolder.claim(settings.data()));
      event.getBootstrapContext().addCloseListener(closed -> handOver(starting, closed));
    }
  }

  private static void handOver(StartingDatabase starting, BootstrapContextClosedEvent event) {
    event.getApplicationContext().getBeanFactory().registerSingleton("startingDatabase", starting);
  }
}
