package io.kundig.accounts;

import io.kundig.platform.BaseUrl;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Who may call what. Nothing here keeps a servlet session: staff are known by [Sessions], servers
/// by [ApiKeys].
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  /// Forms, links in mails, the tracking API, webhooks and the onsite script: for everybody, by
  /// token or write key.
  private static final String[] PUBLIC_ENDPOINTS = {
    "/v1/**",
    "/t/**",
    "/u/**",
    "/p/**",
    "/f/**",
    "/c/**",
    "/m/**",
    "/hooks/**",
    "/kundig.js",
    "/kundig/**",
    "/sourceConfig/**",
    "/analytics.js/**"
  };

  private static final String PUBLIC_PAGES_POLICY =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src https: http: data:; font-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /// Styles inline: Mantine writes them into elements. Pictures: those of products and mails.
  private static final String ADMIN_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' https: http: data: blob:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  @Bean
  @Order(10)
  SecurityFilterChain publicEndpoints(HttpSecurity http) {
    UrlBasedCorsConfigurationSource cors = new UrlBasedCorsConfigurationSource();
    cors.registerCorsConfiguration("/v1/**", anyShopsPages());
    cors.registerCorsConfiguration("/kundig.js", anyShopsPages());
    cors.registerCorsConfiguration("/kundig/**", anyShopsPages());
    cors.registerCorsConfiguration("/sourceConfig/**", anyShopsPages());
    cors.registerCorsConfiguration("/analytics.js/**", anyShopsPages());
    cors.registerCorsConfiguration("/f/back-in-stock", anyShopsPages());
    return stateless(http, PUBLIC_PAGES_POLICY)
        .securityMatcher(PUBLIC_ENDPOINTS)
        .cors(configurer -> configurer.configurationSource(cors))
        .csrf(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers.crossOriginResourcePolicy(
                    resources -> resources.policy(CrossOriginResourcePolicy.CROSS_ORIGIN)))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /// The app reads the token from a cookie and repeats it in a header.
  @Bean
  CsrfTokenRepository csrfTokens(BaseUrl baseUrl) {
    CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax").secure(baseUrl.isHttps()));
    return tokens;
  }

  @Bean
  @Order(20)
  SecurityFilterChain ownApi(
      HttpSecurity http,
      ApiKeys apiKeys,
      Sessions sessions,
      SessionCookie cookie,
      Refusals refusals,
      FirstAnswers firstAnswers,
      CsrfTokenRepository csrfTokens,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    return stateless(http, DATA_POLICY)
        .securityMatcher("/api/v1/**")
        .csrf(
            csrf ->
                csrf.spa()
                    .csrfTokenRepository(csrfTokens)
                    // Signing in gives a new token; a request with a session does not.
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                    .ignoringRequestMatchers(
                        request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
        .addFilterBefore(new FilterProblems(problems), CsrfFilter.class)
        .addFilterBefore(new AccessFilter(apiKeys, sessions, cookie, refusals), CsrfFilter.class)
        .addFilterAfter(new IdempotencyFilter(firstAnswers, refusals), AuthorizationFilter.class)
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(AccessConfiguration::isPublic)
                    .permitAll()
                    .requestMatchers("/api/v1/session", "/api/v1/account")
                    .authenticated()
                    .requestMatchers("/api/v1/api-keys/**", "/api/v1/audit")
                    .hasAnyRole("OWNER", "ADMIN", Access.KEY)
                    .requestMatchers(HttpMethod.DELETE, "/api/v1/profiles/*")
                    .hasAnyRole("OWNER", Access.KEY)
                    .requestMatchers(HttpMethod.GET, "/api/v1/**")
                    .authenticated()
                    .requestMatchers(HttpMethod.HEAD, "/api/v1/**")
                    .authenticated()
                    .requestMatchers(
                        "/api/v1/shops/**",
                        "/api/v1/shop-connections/**",
                        "/api/v1/shop-deliveries/**",
                        "/api/v1/staff/**",
                        "/api/v1/exchange-rates/**",
                        "/api/v1/product-feeds/**",
                        "/api/v1/sandbox/**")
                    .hasAnyRole("OWNER", "ADMIN", Access.KEY)
                    .requestMatchers(HttpMethod.POST, "/api/v1/profiles/*/notes")
                    .authenticated()
                    .anyRequest()
                    .hasAnyRole("OWNER", "ADMIN", "MARKETER", Access.KEY))
        .build();
  }

  /// The admin app's files and everything unknown.
  @Bean
  @Order(30)
  SecurityFilterChain everythingElse(HttpSecurity http) {
    return stateless(http, ADMIN_POLICY)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /// What works before anybody is signed in.
  static boolean isPublic(HttpServletRequest request) {
    String path = request.getRequestURI();
    String method = request.getMethod();
    return switch (path) {
      case "/api/v1/setup" -> method.equals("GET") || method.equals("HEAD");
      case "/api/v1/session", "/api/v1/setup/owner", "/api/v1/setup/staff" -> method.equals("POST");
      default -> false;
    };
  }

  private static HttpSecurity stateless(HttpSecurity http, String policy) {
    return http.sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                    .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)));
  }

  /// A shop's pages send from its own address; no cookie of ours goes with it.
  private static CorsConfiguration anyShopsPages() {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(List.of("*"));
    cors.setAllowedMethods(List.of("GET", "POST"));
    cors.setAllowedHeaders(List.of("Content-Type", "Authorization"));
    cors.setMaxAge(86_400L);
    return cors;
  }
}
