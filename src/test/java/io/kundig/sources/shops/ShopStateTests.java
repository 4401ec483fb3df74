package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.sources.shops.FakeShop.Delivery;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever happens in a shop, and in whatever order and number its deliveries arrive: in the end
/// everything here is as it is there. At length: `-Dkundig.shop.rounds=200`.
@KundigTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(ShopWork.class)
class ShopStateTests {

  private static final int ROUNDS = Integer.getInteger("kundig.shop.rounds", 6);
  private static final int STEPS = 40;
  private static final List<String> STATUSES =
      List.of("pending", "processing", "on-hold", "completed", "cancelled", "failed", "refunded");

  private final ShopWork work;
  private final JdbcClient jdbc;

  ShopStateTests(ShopWork work, JdbcClient jdbc, Shops shops) {
    this.work = work;
    this.jdbc = jdbc;
    shops.update(TestShops.nordlicht());
  }

  @Test
  void anyOrderAndNumberOfDeliveriesEndsInTheShopsOwnState() {
    long seed = Long.getLong("kundig.shop.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      check(seed + round, 0);
    }
  }

  @Test
  void whatDeliveriesLoseIsMended() {
    long seed = Long.getLong("kundig.shop.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      check(seed + round, 0.4);
    }
  }

  private void check(long seed, double lost) {
    Random random = new Random(seed);
    try (FakeWooCommerce shop = new FakeWooCommerce(TestClock.START)) {
      Life life = new Life(shop, random, lost > 0);
      for (int step = 0; step < 10; step++) {
        life.step();
      }
      ShopConnection connection =
          work.connections.connect(
              1,
              "woocommerce",
              shop.address(),
              ShopWork.KEYS,
              new ShopConnection.Settings(true, false, null));
      List<Delivery> held = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        life.step();
        shop.takeDeliveries().stream().filter(_ -> random.nextDouble() >= lost).forEach(held::add);
        deliverSome(shop, held, random, 0.3);
      }
      deliverSome(shop, held, random, 1);
      work.awaitHistory(connection.id());
      work.settle();
      if (lost > 0) {
        work.compare(connection);
      }
      assertThat(known(life)).as("orders, seed %d", seed).isEqualTo(life.orders());
      assertThat(counted(life)).as("gone, seed %d", seed).isEmpty();
      assertThat(wrongFigures()).as("figures, seed %d", seed).isEmpty();
      assertThat(people(life)).as("customers, seed %d", seed).isEqualTo(life.customers());
      work.connections.disconnect(connection.id());
    }
  }

  /// Some of those that are held, in any order, and some of them again later.
  private static void deliverSome(
      FakeWooCommerce shop, List<Delivery> held, Random random, double share) {
    List<Delivery> now = new ArrayList<>();
    held.removeIf(
        delivery -> {
          boolean goes = random.nextDouble() < share;
          if (goes) {
            now.add(delivery);
          }
          return goes;
        });
    java.util.Collections.shuffle(now, random);
    for (Delivery delivery : now) {
      assertThat(shop.send(delivery)).isEqualTo(200);
      if (share < 1 && random.nextInt(4) == 0) {
        held.add(delivery);
      }
    }
  }

  /// Number → status, net, refunded, currency, lines, and whether it is with whom the shop says.
  private Map<String, List<Object>> known(Life life) {
    Map<String, String> owners = life.owners();
    Map<String, List<Object>> known = new TreeMap<>();
    jdbc.sql(
            """
            select o.external_id, o.status, o.net, o.refunded, o.currency,
              coalesce((select string_agg(l.title || '*' || trim_scale(l.quantity), ',' order by l.line_no)
                from orders.line l where (l.profile_id, l.order_id) = (o.profile_id, o.order_id)), '') as lines,
              coalesce(p.merged_into, p.profile_id) = i.profile_id as owned
            from unnest(:numbers, :idents) as s (number, ident)
            join orders.orders o on o.external_id = s.number
            join profiles.profile p on p.profile_id = o.profile_id
            left join profiles.identifier_owner i on i.ident = s.ident
            """)
        .param("numbers", owners.keySet().toArray(String[]::new))
        .param("idents", owners.values().toArray(String[]::new))
        .query(
            row -> {
              known.put(
                  row.getString("external_id"),
                  List.of(
                      row.getString("status"),
                      plain(row.getBigDecimal("net")),
                      plain(row.getBigDecimal("refunded")),
                      row.getString("currency"),
                      row.getString("lines"),
                      row.getBoolean("owned")));
            });
    return known;
  }

  /// Orders that the shop has no more and that count all the same.
  private List<String> counted(Life life) {
    List<String> gone = new ArrayList<>(life.numbers);
    gone.removeAll(life.owners().keySet());
    return jdbc.sql(
            """
            select external_id from orders.orders
            where external_id = any(:gone) and (net <> 0 or placed_at is not null and cancelled_at is null)
            """)
        .param("gone", gone.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  /// What customers' figures and their orders differ by.
  private List<String> wrongFigures() {
    return jdbc.sql(
            """
            select b.profile_id || ' ' || b.orders || ' ' || b.revenue
            from orders.buyer b left join (
              select profile_id, currency, count(*) filter (where placed_at is not null and cancelled_at is null) as orders,
                sum(net) as revenue
              from orders.orders group by profile_id, currency) o using (profile_id, currency)
            where b.orders <> coalesce(o.orders, 0) or b.revenue <> coalesce(o.revenue, 0)
            """)
        .query(String.class)
        .list();
  }

  private Map<String, String> people(Life life) {
    Map<String, String> people = new TreeMap<>();
    jdbc.sql(
            """
            select i.ident, p.first_name, p.email from profiles.identifier_owner i
            join profiles.profile p using (profile_id) where i.ident = any(:idents)
            """)
        .param("idents", life.customerIds.stream().map(id -> "u:1:" + id).toArray(String[]::new))
        .query(
            row -> {
              people.put(
                  row.getString("ident"),
                  row.getString("first_name") + " " + row.getString("email"));
            });
    return people;
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /// What people and staff do in one shop.
  private static final class Life {

    private final FakeWooCommerce shop;
    private final Random random;
    private final boolean deliveriesGetLost;

    /// Of all orders ever made, also deleted ones.
    private final List<String> numbers = new ArrayList<>();

    private final List<Long> customerIds = new ArrayList<>();

    Life(FakeWooCommerce shop, Random random, boolean deliveriesGetLost) {
      this.shop = shop;
      this.random = random;
      this.deliveriesGetLost = deliveriesGetLost;
    }

    void step() {
      // Often several things in one second.
      if (random.nextInt(3) == 0) {
        shop.now = shop.now.plusSeconds(1 + random.nextInt(100));
      }
      List<Long> orders = List.copyOf(shop.standing("orders").keySet());
      int what = random.nextInt(12);
      if (orders.isEmpty() || what < 2) {
        order();
      } else if (what == 2) {
        customer();
      } else if (what == 3 && !customerIds.isEmpty()) {
        changeCustomer();
      } else {
        change(orders.get(random.nextInt(orders.size())), what);
      }
    }

    private void order() {
      long id =
          shop.create(
              "orders",
              order -> {
                order.put("number", order.path("id").asString());
                order.put("status", STATUSES.get(random.nextInt(4)));
                order.put("currency", "EUR");
                order.put("customer_id", 0);
                order
                    .putObject("billing")
                    .put("email", "guest" + order.path("id").asString() + "@example.org")
                    .put("first_name", "Guest");
                fill(order);
              });
      numbers.add(String.valueOf(id));
    }

    private void fill(ObjectNode order) {
      int lines = 1 + random.nextInt(3);
      order.putArray("line_items");
      int total = 0;
      for (int i = 0; i < lines; i++) {
        int quantity = 1 + random.nextInt(3);
        int price = 1 + random.nextInt(20);
        total += price * quantity;
        order
            .withArray("line_items")
            .addObject()
            .put("product_id", 1 + random.nextInt(9))
            .put("name", "Sort " + random.nextInt(9))
            .put("quantity", quantity)
            .put("subtotal", price * quantity + ".00");
      }
      order.put("total", total + ".00");
    }

    private void customer() {
      customerIds.add(
          shop.create(
              "customers",
              customer -> {
                customer.put("email", "c" + customer.path("id").asString() + "@example.org");
                customer.put("first_name", "Name " + random.nextInt(1000));
                customer.put("role", "customer");
              }));
    }

    private void changeCustomer() {
      if (deliveriesGetLost) {
        return; // The shop does not list them by the time of their change.
      }
      long id = customerIds.get(random.nextInt(customerIds.size()));
      shop.change(
          "customers", id, customer -> customer.put("first_name", "Name " + random.nextInt(1000)));
    }

    private void change(long id, int what) {
      switch (what) {
        case 4 -> {
          if (!customerIds.isEmpty()) {
            long customer = customerIds.get(random.nextInt(customerIds.size()));
            shop.change("orders", id, order -> order.put("customer_id", customer));
          }
        }
        case 5 -> shop.change("orders", id, this::fill);
        case 6 -> shop.refund(id, (1 + random.nextInt(5)) + ".00");
        case 7 -> {
          if (!shop.refundsOf(id).isEmpty()) {
            shop.takeBackRefund(id);
          }
        }
        case 8 -> {
          shop.bin("orders", id);
          if (random.nextBoolean()) {
            shop.restore("orders", id);
          }
        }
        case 9 -> {
          if (random.nextInt(4) == 0) {
            shop.delete("orders", id);
          }
        }
        default ->
            shop.change(
                "orders",
                id,
                order -> order.put("status", STATUSES.get(random.nextInt(STATUSES.size()))));
      }
    }

    /// What must be known here of each order that was ever heard of and still stands.
    Map<String, List<Object>> orders() {
      Map<String, List<Object>> expected = new TreeMap<>();
      shop.standing("orders")
          .forEach((id, order) -> expected.put(String.valueOf(id), of(id, order)));
      return expected;
    }

    private List<Object> of(long id, ObjectNode order) {
      String status = order.path("status").asString();
      BigDecimal total = new BigDecimal(order.path("total").asString());
      BigDecimal refunded = BigDecimal.ZERO;
      for (JsonNode refund : shop.refundsOf(id)) {
        refunded = refunded.add(new BigDecimal(refund.path("amount").asString()));
      }
      if (status.equals("refunded") && refunded.signum() == 0) {
        refunded = total;
      }
      refunded = refunded.min(total);
      String lines =
          order
              .path("line_items")
              .valueStream()
              .map(line -> line.path("name").asString() + "*" + line.path("quantity").asString())
              .collect(Collectors.joining(","));
      boolean placed = !List.of("pending", "failed", "cancelled").contains(status);
      String ours = "unplaced";
      if (placed) {
        boolean whole = refunded.compareTo(total) == 0;
        ours = whole ? "refunded" : refunded.signum() > 0 ? "partially_refunded" : "placed";
      }
      return List.of(
          ours,
          placed ? plain(total.subtract(refunded)) : "0",
          placed ? plain(refunded) : "0",
          "EUR",
          lines,
          true);
    }

    /// Number → by whom, as the shop says.
    Map<String, String> owners() {
      Map<String, String> owners = new TreeMap<>();
      shop.standing("orders")
          .forEach(
              (id, order) -> {
                String customer = order.path("customer_id").asString();
                owners.put(
                    String.valueOf(id),
                    customer.equals("0")
                        ? "e:" + order.path("billing").path("email").asString()
                        : "u:1:" + customer);
              });
      return owners;
    }

    Map<String, String> customers() {
      Map<String, String> expected = new TreeMap<>();
      for (long id : customerIds) {
        ObjectNode customer = shop.get("customers", id);
        expected.put(
            "u:1:" + id,
            customer.path("first_name").asString() + " " + customer.path("email").asString());
      }
      return expected;
    }
  }
}
