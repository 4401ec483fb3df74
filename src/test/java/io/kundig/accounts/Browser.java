package io.kundig.accounts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser with its cookies, or whoever pretends to be one.
final class Browser {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String server;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private boolean sendsCsrfToken = true;

  Browser(int port) {
    this.server = "http://127.0.0.1:" + port;
  }

  /// As seen through a proxy on this machine.
  Browser from(String ip) {
    headers.put("X-Forwarded-For", ip);
    return this;
  }

  Browser with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Browser without(String header) {
    headers.remove(header);
    return this;
  }

  Browser withCookie(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  /// Like a page of another site, which can send our cookies but not read them.
  Browser withoutCsrfToken() {
    sendsCsrfToken = false;
    return this;
  }

  /// Empty if there is none.
  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  Answer signIn(String email, String password) {
    get("/api/v1/session");
    return post("/api/v1/session", Map.of("email", email, "password", password));
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  Answer send(String method, String path, @Nullable Object body) {
    return sendText(method, path, body == null ? null : JSON.writeValueAsString(body));
  }

  /// @param body whatever it is, said to be JSON
  Answer sendText(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    String token = cookies.get("XSRF-TOKEN");
    if (sendsCsrfToken && token != null && !method.equals("GET")) {
      request.header("X-XSRF-TOKEN", token);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      return new Answer(response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String setCookie) {
    String[] pair = setCookie.substring(0, setCookie.indexOf(';')).split("=", 2);
    if (setCookie.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    List<String> headers(String name) {
      return response.headers().allValues(name);
    }
  }
}
