package io.kundig.templates;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.shared.Invalid.Violation;
import io.kundig.shared.NotFound;
import io.kundig.templates.Starter.Name;
import io.kundig.templates.TemplateStore.Edited;
import io.kundig.templates.TemplateStore.Stored;
import io.kundig.templates.Templates.Brand;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes templates: each change is a new version, live from the next mail on.
@Component
class TemplateEditor {

  private final LiveTemplates live;
  private final TemplateStore store;
  private final BrandStore brands;
  private final AuditLog audit;
  private final TransactionTemplate transactions;
  private final Clock clock;

  TemplateEditor(
      LiveTemplates live,
      TemplateStore store,
      BrandStore brands,
      AuditLog audit,
      TransactionTemplate transactions,
      Clock clock) {
    this.live = live;
    this.store = store;
    this.brands = brands;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  List<Summary> list() {
    Map<String, Edited> edited =
        store.edited().stream().collect(Collectors.toMap(Edited::key, Function.identity()));
    return Starter.ALL.stream()
        .map(
            starter -> {
              Edited last = edited.get(starter.key());
              return new Summary(
                  starter.key(),
                  starter.name(),
                  starter.marketing() ? "marketing" : "transactional",
                  Starter.LANGUAGES,
                  last == null ? 1 : last.version(),
                  last == null ? null : last.at());
            })
        .toList();
  }

  boolean isMarketing(String key) {
    return Starter.of(key).map(Starter::marketing).orElse(true);
  }

  TemplateSource source(String key, String language) {
    return stored(key, language).source();
  }

  CompiledTemplate current(String key, String language) {
    Stored stored = stored(key, language);
    return compiled(key, stored.version(), language, stored.source());
  }

  CompiledTemplate compiled(String key, String language, TemplateSource source) {
    return compiled(key, stored(key, language).version() + 1, language, source);
  }

  /// @throws Invalid with the line of everything that is wrong
  void store(String key, String language, TemplateSource source) {
    int version = stored(key, language).version() + 1;
    CompiledTemplate template = compiled(key, version, language, source);
    transactions.executeWithoutResult(
        _ -> {
          if (!store.add(key, language, version, source, clock.instant())) {
            throw new Conflict("Somebody else just changed this template. Load it again.");
          }
          audit.record(
              AuditAction.TEMPLATE_UPDATED,
              "template:" + key,
              Map.of("version." + language, new Object[] {version - 1, version}));
        });
    live.replace(key, language, template);
  }

  /// @throws Invalid where the colour or the logo cannot be used
  void storeBrand(int shopId, Brand brand) {
    if (brand.color() == null || !Colors.isHex(brand.color())) {
      throw new Invalid("color", "This is no colour.", "Write it as #1F5F5B.");
    }
    if (brand.logoUrl() != null && !brand.logoUrl().matches("https://[^\\s\"'<>]{1,500}")) {
      throw new Invalid("logoUrl", "The logo must be at a web address.", "Begin with https://.");
    }
    Brand before = brands.get(shopId);
    if (brand.equals(before)) {
      return;
    }
    Map<String, @Nullable Object[]> changes = new HashMap<>();
    if (!brand.color().equals(before.color())) {
      changes.put("color", new Object[] {before.color(), brand.color()});
    }
    if (!Objects.equals(brand.logoUrl(), before.logoUrl())) {
      changes.put("logoUrl", new @Nullable Object[] {before.logoUrl(), brand.logoUrl()});
    }
    transactions.executeWithoutResult(
        _ -> {
          brands.put(shopId, brand);
          audit.record(AuditAction.BRAND_UPDATED, "shop:" + shopId, changes);
        });
  }

  private Stored stored(String key, String language) {
    if (!Starter.LANGUAGES.contains(language)) {
      throw new Invalid("locale", "There is no language " + language + " here.", "Use de or en.");
    }
    if (Starter.of(key).isEmpty()) {
      throw new NotFound("template", key);
    }
    return live.source(key, language);
  }

  private static CompiledTemplate compiled(
      String key, int version, String language, TemplateSource source) {
    try {
      return CompiledTemplate.compile(key, version, language, source);
    } catch (InvalidTemplate e) {
      throw new Invalid(
          e.problems().stream()
              .map(
                  problem ->
                      new Violation(
                          problem.part(),
                          "template_invalid",
                          "Line " + problem.line() + ": " + problem.message(),
                          Map.of("line", problem.line())))
              .toList());
    } catch (Liquid.SourceError e) {
      throw new Invalid(
          List.of(
              new Violation(
                  "mjml",
                  "template_invalid",
                  "Line " + e.line() + ": " + e.getMessage(),
                  Map.of("line", e.line()))));
    }
  }

  /// @param version the highest of all languages
  /// @param updatedAt null: as it came with the program
  record Summary(
      String key,
      Name name,
      String purpose,
      List<String> locales,
      int version,
      @Nullable Instant updatedAt) {}
}
