package io.kundig.sources.shops;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One kind of shop system. It only turns the system's words into ours and back: what is stored
/// when, what wins, and what is asked again is decided by the frame. Methods that ask the shop take
/// part in no transaction.
public interface Platform {

  /// In addresses and in the API, such as `woocommerce`.
  String kind();

  /// Names of what staff have to enter to connect, in their order.
  List<String> keys();

  /// Names of what staff may enter besides.
  default List<String> furtherKeys() {
    return List.of();
  }

  /// What the shop signs with where that is one of the keys; null: it is told a secret when it is
  /// asked to send.
  default @Nullable String signingSecret(Map<String, String> keys) {
    return null;
  }

  /// What there is to take, in the order to take it: customers before their orders.
  List<Resource> resources();

  /// Judges a request by its headers and the raw body; compares signatures in constant time.
  ///
  /// @param secret that the shop signs with
  Receipt receive(HookRequest request, String secret);

  /// Reads a delivery that was stored.
  ///
  /// @throws Unreadable when it says nothing that could be understood or asked for
  Reading read(String topic, byte[] body) throws Unreadable;

  /// Tries the keys.
  Greeting greet(ShopAccess shop) throws ShopRefusal;

  /// Whether it can be asked; else it sends its records by itself, through our API.
  default boolean answers() {
    return true;
  }

  /// Whether this system can tell what happens; else it is asked again and again.
  boolean pushes();

  /// Makes the shop send all its changes to the address: makes the webhooks that are missing, and
  /// switches those on again that the shop has switched off.
  ///
  /// @return those it has then; none: this shop has nothing that could send, and is asked
  List<Hook> subscribe(ShopAccess shop, URI target, String secret) throws ShopRefusal;

  /// The webhooks that lead to the address.
  List<Hook> hooks(ShopAccess shop, URI target) throws ShopRefusal;

  /// Takes them away.
  void unsubscribe(ShopAccess shop, URI target) throws ShopRefusal;

  /// All records in an order that never changes. What is made or deleted meanwhile makes no record
  /// be passed over.
  ///
  /// @param cursor null: the first ones
  RecordPage page(ShopAccess shop, Resource resource, @Nullable String cursor) throws ShopRefusal;

  /// The records that were changed after a moment; may hold older ones too.
  RecordPage changed(ShopAccess shop, Resource resource, Instant after, @Nullable String cursor)
      throws ShopRefusal;

  /// These records as they stand now, one answer for each id.
  ///
  /// @param ids at most [#MOST_ASKED]
  List<Answer> ask(ShopAccess shop, Resource resource, Collection<String> ids) throws ShopRefusal;

  /// What the shop has, of those made after a moment.
  StampPage stamps(ShopAccess shop, Resource resource, Instant madeAfter, @Nullable String cursor)
      throws ShopRefusal;

  /// Whether [#stamps] lists all there is, whatever its time, so that what was deleted is found
  /// however old it is.
  default boolean stampsAll(Resource resource) {
    return false;
  }

  int MOST_ASKED = 100;
}
