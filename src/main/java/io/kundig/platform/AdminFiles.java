package io.kundig.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the admin app's files. A path that is no file is one of its pages: it gets `index.html`.
@Configuration(proxyBeanMethods = false)
class AdminFiles implements WebMvcConfigurer {

  private static final String FILES = "classpath:/static/";
  private static final String START = "index.html";

  /// First parts of paths that belong to the server: what is unknown there is a 404, never a page.
  private static final Set<String> NO_PAGES =
      Set.of(
          "api",
          "client",
          "v1",
          "t",
          "u",
          "p",
          "f",
          "c",
          "m",
          "hooks",
          "assets",
          "kundig",
          "sourceConfig",
          "analytics.js",
          "healthz",
          "error");

  private static final Duration YEAR = Duration.ofDays(365);

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    // Their names hold a hash of their content.
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(FILES + "assets/")
        .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(FILES)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(false)
        .addResolver(new FileOrPage());
  }

  /// Browsers ask for it on pages that name no icon, as those for a shop's customers.
  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addStatusController("/favicon.ico", HttpStatus.NO_CONTENT);
  }

  private static final class FileOrPage extends PathResourceResolver {

    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = path.isEmpty() ? null : super.getResource(path, location);
      if (file != null) {
        return file;
      }
      return isPage(path) ? super.getResource(START, location) : null;
    }

    private static boolean isPage(String path) {
      String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
      String last = path.substring(path.lastIndexOf('/') + 1);
      return !NO_PAGES.contains(first) && !last.contains(".");
    }
  }
}
