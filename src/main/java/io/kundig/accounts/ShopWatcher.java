package io.kundig.accounts;

/// Implemented by whoever keeps something made of what a shop is: told in the transaction that
/// changes it.
public interface ShopWatcher {

  void changed(Shop before, Shop after);
}
