package io.kundig.sources.shops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A shop of some kind on a port of its own: what all kinds have in common. It throttles, fails and
/// answers late when it is told to, and sends what happened twice, late and in any order. A kind
/// adds what it answers to which address.
public abstract class FakeShop implements AutoCloseable {

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<Delivery> waiting = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger asking = new AtomicInteger();

  /// How often it was asked, and how often at once.
  public final AtomicInteger asked = new AtomicInteger();

  public final AtomicInteger mostAtOnce = new AtomicInteger();

  /// @param parameters of the query
  public record Question(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      String body) {}

  public record Reply(int status, Map<String, String> headers, byte[] body) {
    public static Reply json(String body) {
      return new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// In the place of an answer.
  ///
  /// @param status 0: the connection is cut
  public record Fault(int status, @Nullable String retryAfter) {}

  /// Something that happened, on its way out.
  public record Delivery(URI target, Map<String, String> headers, byte[] body) {}

  protected FakeShop() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::handle);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected abstract Reply answer(Question question);

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The next questions are answered with these.
  public void fails(Fault... with) {
    faults.addAll(List.of(with));
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    mostAtOnce.accumulateAndGet(asking.incrementAndGet(), Math::max);
    try (exchange) {
      Fault fault = faults.poll();
      if (fault != null && fault.status == 0) {
        return;
      }
      Reply reply =
          fault == null
              ? answer(question(exchange))
              : new Reply(
                  fault.status,
                  fault.retryAfter == null ? Map.of() : Map.of("Retry-After", fault.retryAfter),
                  "{}".getBytes(StandardCharsets.UTF_8));
      reply.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
      if (reply.body.length > 0) {
        exchange.getResponseBody().write(reply.body);
      }
    } finally {
      asking.decrementAndGet();
    }
  }

  private static Question question(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    Map<String, String> parameters = new HashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String part : query == null ? new String[0] : query.split("&")) {
      String[] pair = part.split("=", 2);
      parameters.put(
          URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
          pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return new Question(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        parameters,
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  /// Notes a delivery; it goes out when the test says so.
  protected void happens(Delivery delivery) {
    waiting.add(delivery);
  }

  /// All that waits, taken out.
  public List<Delivery> takeDeliveries() {
    synchronized (waiting) {
      List<Delivery> all = new ArrayList<>(waiting);
      waiting.clear();
      return all;
    }
  }

  /// Sends what waits in any order, some of it twice or three times.
  ///
  /// @param lost the share that never arrives
  public void deliver(Random random, double lost) {
    List<Delivery> out = new ArrayList<>();
    for (Delivery delivery : takeDeliveries()) {
      int times = random.nextDouble() < lost ? 0 : 1 + random.nextInt(3);
      for (int i = 0; i < times; i++) {
        out.add(delivery);
      }
    }
    Collections.shuffle(out, random);
    out.forEach(this::send);
  }

  /// @return the status it was answered with
  public int send(Delivery delivery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(delivery.target)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body));
    delivery.headers.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
