/// Magento 2 and Adobe Commerce, by their REST API and a module of ours that says what changed.
@NullMarked
package io.kundig.sources.shops.magento;

import org.jspecify.annotations.NullMarked;
