package io.kundig.accounts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// What can have been done. None is ever removed: its entries stay.
public enum AuditAction {
  SHOP_CREATED("shop.created"),
  SHOP_UPDATED("shop.updated"),
  API_KEY_CREATED("api_key.created"),
  API_KEY_REVOKED("api_key.revoked"),
  STAFF_INVITED("staff.invited"),
  STAFF_JOINED("staff.joined"),
  STAFF_UPDATED("staff.updated"),
  STAFF_REMOVED("staff.removed"),
  STAFF_PASSWORD_CHANGED("staff.password_changed"),
  FLOW_ACTIVATED("flow.activated"),
  FLOW_PAUSED("flow.paused"),
  FLOW_CHANGED("flow.changed"),
  TEMPLATE_UPDATED("template.updated"),
  BRAND_UPDATED("brand.updated"),
  CONSENT_SUBSCRIBED("consent.subscribed"),
  CONSENT_UNSUBSCRIBED("consent.unsubscribed"),
  PROFILE_UPDATED("profile.updated"),
  PROFILE_ERASED("profile.erased"),
  SUPPRESSION_LIFTED("suppression.lifted"),
  MESSAGE_RESOLVED("message.resolved"),
  IMPORT_STARTED("import.started"),
  SHOP_CONNECTED("shop.connected"),
  SHOP_CONNECTION_CHANGED("shop.connection_changed"),
  SHOP_DISCONNECTED("shop.disconnected"),
  EXCHANGE_RATES_CHANGED("exchange_rates.changed"),
  FEED_ADDED("feed.added"),
  FEED_CHANGED("feed.changed"),
  FEED_REMOVED("feed.removed"),
  CATALOG_RULES_CHANGED("catalog.rules_changed"),
  SEGMENT_CREATED("segment.created"),
  SEGMENT_CHANGED("segment.changed"),
  SEGMENT_ARCHIVED("segment.archived"),
  SEGMENT_RESTORED("segment.restored"),
  LIST_CREATED("list.created"),
  LIST_CHANGED("list.changed"),
  LIST_ARCHIVED("list.archived"),
  LIST_RESTORED("list.restored"),
  LIST_PEOPLE_ADDED("list.people_added"),
  LIST_PEOPLE_REMOVED("list.people_removed");

  private final String code;

  AuditAction(String code) {
    this.code = code;
  }

  /// As stored and in the API.
  @JsonValue
  public String code() {
    return code;
  }

  static AuditAction of(String code) {
    return Arrays.stream(values())
        .filter(action -> action.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no action " + code));
  }
}
