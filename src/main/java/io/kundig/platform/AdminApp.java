package io.kundig.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the admin app. Its pages have addresses of their own, which all get the same document.
@Configuration(proxyBeanMethods = false)
class AdminApp implements WebMvcConfigurer {

  private static final String FILES = "classpath:/static/";
  private static final String DOCUMENT = "index.html";

  /// First parts of paths that are never a page of the app.
  private static final Set<String> NOT_PAGES =
      Set.of("api", "v1", "client", "hooks", "assets", "healthz", "openapi.json", "kundig.js");

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(FILES + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(FILES)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(true)
        .addResolver(new PageResolver());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/" + DOCUMENT);
  }

  private static final class PageResolver extends PathResourceResolver {

    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = super.getResource(path, location);
      return file == null && isPage(path) ? super.getResource(DOCUMENT, location) : file;
    }

    private static boolean isPage(String path) {
      String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
      return !NOT_PAGES.contains(first) && !path.contains(".");
    }
  }
}
