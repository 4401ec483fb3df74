package io.kundig.ingest;

import io.kundig.catalog.SeenProduct;
import io.kundig.events.Event;
import io.kundig.orders.CartChange;
import io.kundig.orders.OrderChange;
import java.util.List;

/// What a batch of facts comes to.
record Effects(
    List<Event> events,
    List<OrderChange> orders,
    List<CartChange> carts,
    List<SeenProduct> products) {}
