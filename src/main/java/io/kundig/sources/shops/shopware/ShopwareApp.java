package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.AppPlatform.App;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.web.util.HtmlUtils;

/// The app that is put into a shop: a manifest in a folder of the app's name, without any code. It
/// keeps to what the schema of manifests knows since 6.4 (`manifest-1.0.xsd`).
final class ShopwareApp {

  /// Goes into the proof too.
  static final String NAME = "Kundig";

  static final String REGISTRATION = "/registration";
  static final String CONFIRMATION = "/confirmation";

  private static final List<String> READ =
      List.of(
          "category",
          "country",
          "currency",
          "customer",
          "customer_address",
          "language",
          "locale",
          "media",
          "newsletter_recipient",
          "order",
          "order_address",
          "order_customer",
          "order_delivery",
          "order_line_item",
          "order_transaction",
          "order_transaction_capture",
          "order_transaction_capture_refund",
          "product",
          "product_manufacturer",
          "product_media",
          "product_visibility",
          "promotion",
          "promotion_discount",
          "property_group_option",
          "sales_channel",
          "sales_channel_domain",
          "seo_url",
          "state_machine_state",
          "webhook");

  private ShopwareApp() {}

  static App of(URI target, String secret) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        zip.putNextEntry(new ZipEntry(NAME + "/"));
        zip.closeEntry();
        zip.putNextEntry(new ZipEntry(NAME + "/manifest.xml"));
        zip.write(manifest(target, secret).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
      return new App(NAME + ".zip", "application/zip", bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String manifest(URI target, String secret) {
    String address = HtmlUtils.htmlEscape(target.toString());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <manifest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://raw.githubusercontent.com/shopware/shopware/trunk/src/Core/Framework/App/Manifest/Schema/manifest-1.0.xsd">
            <meta>
                <name>%s</name>
                <label>Kundig</label>
                <label lang="de-DE">Kundig</label>
                <description>Tells your Kundig of customers, orders, newsletter and products.</description>
                <description lang="de-DE">Meldet deinem Kundig Kunden, Bestellungen, Newsletter und Produkte.</description>
                <author>Kundig</author>
                <copyright>Kundig</copyright>
                <version>1.0.0</version>
                <license>Apache-2.0</license>
            </meta>
            <setup>
                <registrationUrl>%s</registrationUrl>
                <secret>%s</secret>
            </setup>
            <permissions>
        %s
                <update>webhook</update>
            </permissions>
            <webhooks>
        %s
            </webhooks>
        </manifest>
        """
        .formatted(
            NAME,
            address + REGISTRATION,
            secret,
            lines(READ, "        <read>%s</read>"),
            lines(
                ShopwareHooks.EVENTS,
                "        <webhook name=\"%1$s\" url=\"" + address + "\" event=\"%1$s\"/>"));
  }

  private static String lines(List<String> items, String line) {
    return items.stream().map(line::formatted).collect(Collectors.joining("\n"));
  }
}
