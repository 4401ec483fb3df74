package io.kundig.platform;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tells who started the server where it is.
@Component
class Announcement {

  private final Settings settings;

  Announcement(Settings settings) {
    this.settings = settings;
  }

  @EventListener
  void serving(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      int port = context.getWebServer().getPort();
      System.out.println("Kundig is at http://" + settings.host() + ":" + port);
    }
  }
}
