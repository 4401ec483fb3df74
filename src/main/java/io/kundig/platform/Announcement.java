package io.kundig.platform;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tells who started the server where it is.
@Component
class Announcement {

  private final Settings settings;
  private int port;

  Announcement(Settings settings) {
    this.settings = settings;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    port = event.getWebServer().getPort();
  }

  @EventListener
  void serving(ApplicationReadyEvent event) {
    if (port > 0) {
      System.out.println("Kundig is at http://" + settings.host() + ":" + port);
    }
  }
}
