-- Sign-up forms. Every shop also has the form `newsletter` without a row here.
create table forms.form (
  shop_id          int not null,
  key              text not null,
  name             jsonb not null,
  wording          jsonb not null,
  tracking_wording jsonb not null,
  privacy_url      text,
  created_at       timestamptz not null,
  primary key (shop_id, key)
);

-- Sign-ups that wait for their confirmation, and for two weeks those that were confirmed. The lasting
-- proof of a confirmed one is in consent.ledger.
create table forms.signup (
  id               uuid primary key,
  shop_id          int not null,
  form_key         text not null,
  email            text not null,
  language         text not null,
  wording          text not null,
  tracking_wording text,
  traits           jsonb not null,
  source           text not null,
  ip               text,
  user_agent       text,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  confirmed_at     timestamptz
);

create index signup_expires on forms.signup (expires_at);

-- How many confirmation mails an address was sent lately, whoever asked for them. Keyed by a hash.
create table forms.confirmation_budget (
  address_hash bytea primary key,
  since        timestamptz not null,
  sent         int not null
);
