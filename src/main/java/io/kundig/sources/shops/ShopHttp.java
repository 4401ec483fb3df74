package io.kundig.sources.shops;

import io.kundig.platform.OutsideHttp;
import io.kundig.platform.OutsideHttp.Request;
import io.kundig.platform.OutsideHttp.Response;
import io.kundig.platform.OutsideHttp.Unreachable;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Asks shops, in JSON and with the patience they want: few questions at once, and again after a
/// while when a shop is busy.
@Component
public class ShopHttp {

  private static final int AT_ONCE = 3;
  private static final int TRIES = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  /// A shop that wants to have longer waited is asked again by a later try of the work as a whole.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final int LONGEST_DETAIL = 300;

  private final OutsideHttp http;
  private final JsonMapper json;
  private final Map<String, Semaphore> shops = new ConcurrentHashMap<>();

  ShopHttp(OutsideHttp http, JsonMapper json) {
    this.http = http;
    this.json = json;
  }

  /// What a shop answered: with 2xx, or that there is no such thing (404, 410).
  ///
  /// @param headers by names in lower case
  public record Reply(int status, Map<String, String> headers, JsonNode body) {

    public boolean isGone() {
      return status == 404 || status == 410;
    }

    public @Nullable Long number(String header) {
      String text = headers.get(header);
      try {
        return text == null ? null : Long.valueOf(text.strip());
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  /// Asks for something; asks again when that may help.
  ///
  /// @param path with its query, appended to the shop's address
  public Reply get(ShopAccess shop, String path, Map<String, String> headers) throws ShopRefusal {
    return get(shop, path, () -> headers);
  }

  /// @param headers made anew for each try, for what may be sent but once
  public Reply get(ShopAccess shop, String path, Supplier<Map<String, String>> headers)
      throws ShopRefusal {
    return patiently(shop, "GET", path, headers, null);
  }

  /// The same where the question stands in a body and changes nothing.
  public Reply search(ShopAccess shop, String path, Map<String, String> headers, JsonNode question)
      throws ShopRefusal {
    return patiently(shop, "POST", path, () -> headers, question);
  }

  private Reply patiently(
      ShopAccess shop,
      String method,
      String path,
      Supplier<Map<String, String>> headers,
      @Nullable JsonNode body)
      throws ShopRefusal {
    for (int tries = 1; ; tries++) {
      try {
        return once(shop, method, path, headers.get(), body);
      } catch (ShopRefusal e) {
        Duration wait = wait(e, tries);
        if (!e.reason().passes() || tries == TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
          throw e;
        }
        sleep(wait);
      }
    }
  }

  private static Duration wait(ShopRefusal refusal, int tries) {
    Duration wanted = refusal.retryAfter();
    return wanted == null ? FIRST_WAIT.multipliedBy(1L << (tries - 1)) : wanted;
  }

  private static void sleep(Duration wait) throws ShopRefusal {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShopRefusal(Reason.UNREACHABLE, "the server stops");
    }
  }

  /// Asks or tells once.
  public Reply once(
      ShopAccess shop,
      String method,
      String path,
      Map<String, String> headers,
      @Nullable JsonNode body)
      throws ShopRefusal {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("Accept", "application/json");
    Semaphore turns =
        shops.computeIfAbsent(shop.address().getAuthority(), _ -> new Semaphore(AT_ONCE));
    turns.acquireUninterruptibly();
    try {
      return reply(
          http.send(
              new Request(
                  method,
                  URI.create(shop.address() + path),
                  all,
                  body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8)),
              shop.reach()));
    } catch (Unreachable e) {
      throw new ShopRefusal(Reason.UNREACHABLE, shortened(e.getMessage()));
    } finally {
      turns.release();
    }
  }

  private Reply reply(Response response) throws ShopRefusal {
    int status = response.status();
    if (status >= 500) {
      throw new ShopRefusal(
          Reason.FAULTY, "it answers with status " + status, retryAfter(response));
    }
    return switch (status) {
      case 401, 403 -> throw new ShopRefusal(Reason.KEYS_REFUSED, said(response));
      case 429 ->
          throw new ShopRefusal(Reason.BUSY, "it answers with status 429", retryAfter(response));
      case 404, 410 -> new Reply(status, response.headers(), MissingNode.getInstance());
      default -> {
        if (status >= 300) {
          throw new ShopRefusal(
              Reason.NO_SHOP, "it answers with status " + status + " " + said(response));
        }
        yield new Reply(status, response.headers(), parsed(response.body()));
      }
    };
  }

  private JsonNode parsed(byte[] body) throws ShopRefusal {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new ShopRefusal(Reason.NO_SHOP, "it does not answer in JSON");
    }
  }

  /// The message that most systems' errors have, or the first of a list (JSON:API), with what it
  /// names (`%resources`) filled in.
  private String said(Response response) {
    try {
      JsonNode body = json.readTree(response.body());
      JsonNode error = body.path("errors").path(0);
      JsonNode said = error.isObject() ? error : body;
      String message = said.path("message").asString(said.path("detail").asString(""));
      for (Map.Entry<String, JsonNode> named : said.path("parameters").properties()) {
        message = message.replace("%" + named.getKey(), named.getValue().asString(""));
      }
      return shortened((said.path("code").asString("") + " " + message).strip());
    } catch (JacksonException e) {
      return "";
    }
  }

  private static @Nullable Duration retryAfter(Response response) {
    String text = response.headers().get("retry-after");
    try {
      return text == null
          ? null
          : Duration.ofMillis((long) (Math.max(0, Double.parseDouble(text)) * 1000));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
  }
}
