/// Shopify, by its REST Admin API and webhooks.
@NullMarked
package io.kundig.sources.shops.shopify;

import org.jspecify.annotations.NullMarked;
