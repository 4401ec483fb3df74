package io.kundig.templates;

import io.kundig.templates.TemplateStore.Stored;
import io.kundig.templates.Templates.RenderFailed;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The newest version of each template in each language, compiled when it is first needed.
@Component
class LiveTemplates {

  private final TemplateStore store;
  private final Map<Place, CompiledTemplate> compiled = new ConcurrentHashMap<>();

  LiveTemplates(TemplateStore store) {
    this.store = store;
  }

  CompiledTemplate find(String key, Locale wanted, Locale shops) {
    String language =
        Stream.of(wanted.getLanguage(), shops.getLanguage())
            .filter(Starter.LANGUAGES::contains)
            .findFirst()
            .orElse(Starter.LANGUAGES.getFirst());
    return compiled.computeIfAbsent(new Place(key, language), this::compile);
  }

  private CompiledTemplate compile(Place place) {
    Stored stored = source(place.key(), place.language());
    return CompiledTemplate.compile(
        place.key(), stored.version(), place.language(), stored.source());
  }

  Stored source(String key, String language) {
    return store
        .newest(key, language)
        .orElseGet(
            () ->
                Starter.of(key)
                    .map(starter -> new Stored(1, starter.source(language)))
                    .orElseThrow(() -> new RenderFailed("there is no template " + key)));
  }

  boolean exists(String key) {
    return Starter.of(key).isPresent()
        || Starter.LANGUAGES.stream().anyMatch(it -> store.newest(key, it).isPresent());
  }

  /// From now on this version is the live one.
  void replace(String key, String language, CompiledTemplate template) {
    compiled.merge(
        new Place(key, language),
        template,
        (before, after) -> after.version() >= before.version() ? after : before);
  }

  private record Place(String key, String language) {}
}
