package io.kundig.channels.email;

import io.kundig.messaging.Channel;
import io.kundig.platform.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EmailConfiguration {

  /// Over `KUNDIG_SMTP_URL`, or into the built-in mailbox.
  @Bean
  Channel emailChannel(Settings settings, MailboxStore mailbox) {
    return settings.smtpUrl() == null
        ? new MailboxChannel(mailbox)
        : new SmtpChannel(new SmtpClient(SmtpSettings.parse(settings.smtpUrl().toString())));
  }
}
