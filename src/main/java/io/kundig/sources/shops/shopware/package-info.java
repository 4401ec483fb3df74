/// Shopware 6, by an app of its app system or an integration, and its Admin API.
@NullMarked
package io.kundig.sources.shops.shopware;

import org.jspecify.annotations.NullMarked;
