package io.kundig.accounts;

import io.kundig.platform.Settings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/// What the app needs to know at its start.
@Component
class SessionViews {

  private final Shops shops;
  private final Settings settings;
  private final DemoMark mark;
  private final String version;

  SessionViews(
      Shops shops, Settings settings, DemoMark mark, ObjectProvider<BuildProperties> build) {
    this.shops = shops;
    this.settings = settings;
    this.mark = mark;
    this.version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("dev");
  }

  SessionView of(StaffMember member) {
    return new SessionView(
        User.of(member),
        shops.all().stream().map(ShopView::of).toList(),
        settings.sandbox(),
        mark.isDemo(),
        mail(settings.smtpUrl()),
        String.valueOf(version));
  }

  /// Without its user and password.
  private static MailView mail(@Nullable URI smtp) {
    return smtp == null
        ? new MailView("mailbox", null)
        : new MailView("smtp", smtp.getHost() + (smtp.getPort() < 0 ? "" : ":" + smtp.getPort()));
  }

  /// @param sandbox whether the clock can be moved
  /// @param demo whether this is the demo shop
  @io.swagger.v3.oas.annotations.media.Schema(name = "Session")
  record SessionView(
      User user,
      List<ShopView> shops,
      boolean sandbox,
      boolean demo,
      MailView mail,
      String version) {}

  /// @param mode `smtp`, or `mailbox` when nothing leaves the machine
  @io.swagger.v3.oas.annotations.media.Schema(name = "MailMode")
  record MailView(String mode, @Nullable String server) {}
}
