package io.kundig.consent;

/// What a consent is for.
public enum Purpose {
  /// Advertising (Art. 6(1)(a) GDPR, § 7(2) UWG).
  MARKETING,
  /// Measuring opens and personal clicks (§ 25(1) TDDDG).
  TRACKING,
  /// Own similar goods to an existing customer (§ 7(3) UWG).
  EXISTING_CUSTOMER
}
