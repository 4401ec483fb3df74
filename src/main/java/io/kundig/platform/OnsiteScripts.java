package io.kundig.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves the script that shops put into their pages, and its parts. Their addresses never change,
/// so browsers keep them for minutes only; after that they go on with what they have while they ask
/// for a newer one.
@Configuration(proxyBeanMethods = false)
class OnsiteScripts implements WebMvcConfigurer {

  private static final String FILES = "classpath:/static/";
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration USABLE = Duration.ofDays(1);
  private static final Duration USABLE_WHILE_AWAY = Duration.ofDays(7);

  private final Map<String, String> tags = new ConcurrentHashMap<>();

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/kundig.js")
        .addResourceLocations(FILES)
        .setCacheControl(cached())
        .setUseLastModified(false)
        .setEtagGenerator(this::tag);
    registry
        .addResourceHandler("/kundig/**")
        .addResourceLocations(FILES + "kundig/")
        .setCacheControl(cached())
        .setUseLastModified(false)
        .setEtagGenerator(this::tag);
  }

  /// Where Segment's snippet looks for its library: ours answers for it.
  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry
        .addViewController("/analytics.js/v1/{writeKey}/analytics.min.js")
        .setViewName("forward:/kundig.js");
  }

  private static CacheControl cached() {
    return CacheControl.maxAge(FRESH)
        .cachePublic()
        .staleWhileRevalidate(USABLE)
        .staleIfError(USABLE_WHILE_AWAY);
  }

  /// Weak, since what is sent packed is the same script: Tomcat packs nothing with a strong one.
  private String tag(Resource script) {
    return tags.computeIfAbsent(script.getDescription(), _ -> hash(script));
  }

  private static String hash(Resource script) {
    try {
      return "W/\"" + DigestUtils.md5DigestAsHex(script.getContentAsByteArray()) + "\"";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
