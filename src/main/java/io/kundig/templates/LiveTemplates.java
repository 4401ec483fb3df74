package io.kundig.templates;

import io.kundig.templates.TemplateStore.Stored;
import io.kundig.templates.Templates.RenderFailed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The newest version of each template in each language, compiled when it is first needed. What
/// another server stored is live here a second later.
@Component
class LiveTemplates {

  private static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

  private final TemplateStore store;
  private final Map<Place, Live> compiled = new ConcurrentHashMap<>();

  LiveTemplates(TemplateStore store) {
    this.store = store;
  }

  CompiledTemplate find(String key, Locale wanted, Locale shops) {
    String language =
        Stream.of(wanted.getLanguage(), shops.getLanguage())
            .filter(Starter.LANGUAGES::contains)
            .findFirst()
            .orElse(Starter.LANGUAGES.getFirst());
    Place place = new Place(key, language);
    Live known = compiled.get(place);
    if (known == null || known.isOld()) {
      known = compiled.compute(place, this::current);
    }
    return known.template;
  }

  private Live current(Place place, @Nullable Live known) {
    if (known != null && !known.isOld()) {
      return known;
    }
    long now = System.nanoTime();
    Stored stored = source(place.key, place.language);
    return known != null && known.template.version() >= stored.version()
        ? new Live(known.template, now)
        : new Live(compile(place, stored), now);
  }

  private static CompiledTemplate compile(Place place, Stored stored) {
    return CompiledTemplate.compile(place.key, stored.version(), place.language, stored.source());
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
        new Live(template, System.nanoTime()),
        (before, after) -> after.template.version() >= before.template.version() ? after : before);
  }

  /// @param readAt of the monotonic clock
  private record Live(CompiledTemplate template, long readAt) {
    boolean isOld() {
      return System.nanoTime() - readAt > LOOK_AGAIN;
    }
  }

  private record Place(String key, String language) {}
}
