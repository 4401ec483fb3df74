package io.kundig.accounts;

import io.kundig.platform.BaseUrl;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Says on the console how to become the owner, at each start until there is one. Not logged: logs
/// are kept, and the link is a key until it is used.
@Component
class OwnerLink {

  private final BaseUrl baseUrl;
  private final Staff staff;
  private final Invitations invitations;

  OwnerLink(BaseUrl baseUrl, Staff staff, Invitations invitations) {
    this.baseUrl = baseUrl;
    this.staff = staff;
    this.invitations = invitations;
  }

  @EventListener
  void started(ApplicationReadyEvent event) {
    if (!(event.getApplicationContext() instanceof WebServerApplicationContext)) {
      return;
    }
    if (!staff.ownerExists()) {
      System.out.println(
          "Create the owner (once, within 24 hours): "
              + baseUrl.get()
              + "/setup?token="
              + invitations.forOwner().text());
    }
  }
}
