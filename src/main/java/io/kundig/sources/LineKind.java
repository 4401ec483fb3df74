package io.kundig.sources;

import java.util.regex.Pattern;

/// What a line of an order file really is: exports mix products with postage and bookkeeping.
enum LineKind {
  PRODUCT,
  SHIPPING,
  DISCOUNT,
  /// Money of the order that belongs to no product.
  FEE,
  /// Not the customer's business at all.
  ACCOUNTING;

  private static final Pattern SHIPPING_TITLES =
      Pattern.compile(
          "(dotcom )?postage|carriage|shipping( costs?)?|versand(kosten)?|porto|lieferkosten",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DISCOUNT_TITLES =
      Pattern.compile("discount|rabatt|gutschein", Pattern.CASE_INSENSITIVE);
  private static final Pattern FEE_TITLES =
      Pattern.compile(
          "manual|bank charges|cruk commission|samples|next day carriage|geb(ü|ue)hr",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ACCOUNTING_TITLES =
      Pattern.compile("adjust bad debt|amazon fee", Pattern.CASE_INSENSITIVE);

  static LineKind of(String title) {
    if (title.length() > 20) {
      return PRODUCT;
    }
    if (SHIPPING_TITLES.matcher(title).matches()) {
      return SHIPPING;
    }
    if (DISCOUNT_TITLES.matcher(title).matches()) {
      return DISCOUNT;
    }
    if (FEE_TITLES.matcher(title).matches()) {
      return FEE;
    }
    return ACCOUNTING_TITLES.matcher(title).matches() ? ACCOUNTING : PRODUCT;
  }
}
