/// WooCommerce, by its REST API v3 and webhooks.
@NullMarked
package io.kundig.sources.shops.woocommerce;

import org.jspecify.annotations.NullMarked;
