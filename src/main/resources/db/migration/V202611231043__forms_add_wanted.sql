-- What somebody wants to hear of once it can be had again: {"productId", "variantId", "title"}. Null: a sign-up for marketing.
-- Of a confirmed wish this row is the proof.
alter table forms.signup
  add column wanted          jsonb,
  add column confirmed_ip    text,
  add column confirmed_agent text;
