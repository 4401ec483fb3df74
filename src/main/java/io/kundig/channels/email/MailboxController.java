package io.kundig.channels.email;

import io.kundig.channels.email.MailboxStore.MailboxItem;
import io.kundig.channels.email.MailboxStore.MailboxMail;
import io.kundig.platform.Settings;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The built-in mailbox over HTTP: there in the sandbox, and where no mail server is set.
@RestController
@RequestMapping("/api/v1/sandbox/mailbox")
class MailboxController {

  private static final int LARGEST_PAGE = 200;

  private final MailboxStore mailbox;
  private final Settings settings;

  MailboxController(MailboxStore mailbox, Settings settings) {
    this.mailbox = mailbox;
    this.settings = settings;
  }

  @GetMapping
  Page<MailboxItem> list(
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    mustBeInUse();
    return mailbox.list(Math.clamp(limit, 1, LARGEST_PAGE), before(cursor));
  }

  @GetMapping("/{id}")
  MailboxMail one(@PathVariable UUID id) {
    mustBeInUse();
    return mailbox.find(id).orElseThrow(() -> new NotFound("mail", id));
  }

  private void mustBeInUse() {
    if (settings.smtpUrl() != null && !settings.sandbox()) {
      throw new NotFound("page", "sandbox/mailbox");
    }
  }

  private static long before(@Nullable String cursor) {
    try {
      return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
    }
  }
}
