-- Three years of a shop with :people people, told by arithmetic: the same data set every time. Statements end with `;`
-- at the end of a line. Number 1 has 2,000 orders.

create schema bench;

create function bench.id(at timestamptz, salt text) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(salt), 1, 3) || '8'
    || substr(md5(salt), 4, 15))::uuid
$$;

create function bench.chance(n bigint, salt int) returns double precision language sql immutable parallel safe as $$
  select (hashint8extended(n, salt) & 1073741823) / 1073741823.0::double precision
$$;

create unlogged table bench.person as
select n, created_at, bench.id(created_at, 'person ' || n) as id, n % 10 < 7 as known,
  (array['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Finn', 'Greta', 'Hannes', 'Ida', 'Jonas', 'Katharina', 'Lukas', 'Mia',
    'Noah', 'Olga', 'Paul', 'Rosa', 'Stefan', 'Theresa', 'Uwe', 'Viktoria', 'Wolfgang', 'Yasmin', 'Zoe'])[n % 24 + 1] as first_name,
  (array['Bau', 'Berg', 'Eis', 'Fried', 'Gold', 'Hart', 'Jäger', 'Kirch', 'Lang', 'Mühl', 'Neu', 'Ober', 'Rosen', 'Schön',
    'Stein', 'Unter', 'Vogel', 'Wald', 'Wein', 'Zimmer'])[n / 24 % 20 + 1]
    || (array['bach', 'bauer', 'berger', 'feld', 'hofer', 'huber', 'mann', 'meier', 'müller', 'schmidt', 'stein',
    'wald'])[n / 480 % 12 + 1] || (array['', '', '', '-Weiß', '-Kaya', '-Nowak', 's', 'er'])[n / 5760 % 8 + 1] as last_name
from (select n, timestamptz ':now' - bench.chance(n, 1) * interval '1000 days' as created_at
  from generate_series(1, :people) as n) as people;

insert into profiles.profile (profile_id, known, traits, trait_times, email, first_name, last_name, locale, city, country,
  search, created_at)
select id, known,
  case when known then jsonb_build_object('first_name', first_name, 'last_name', last_name, 'city', 'Kiel', 'country', 'DE',
    'language', 'de') else '{"browser_locale": "de-DE"}' end,
  case when known then '{"first_name": 1760000000000, "last_name": 1760000000000}' else '{}' end::jsonb,
  case when known then lower(first_name) || '.' || n || '@example.de' end,
  case when known then first_name end, case when known then last_name end, 'de', case when known then 'Kiel' end,
  case when known then 'DE' end,
  case when known then lower(first_name || '.' || n || '@example.de ' || first_name || ' ' || last_name) end, created_at
from bench.person;

insert into profiles.identifier_owner
select 'a:1:' || md5('browser ' || n), id, created_at from bench.person
union all
select 'e:' || lower(first_name) || '.' || n || '@example.de', id, created_at from bench.person where known
union all
select 'u:1:' || n, id, created_at from bench.person where known;

insert into customers.seen
select id, created_at, created_at + bench.chance(n, 2) * (timestamptz ':now' - created_at) from bench.person;

insert into consent.ledger (profile_id, id, channel, purpose, state, method, at, recorded_at, source, wording)
select id, bench.id(created_at, 'consent ' || n), 'email', 'marketing', case when n % 17 = 0 then 'unsubscribed' else 'subscribed' end,
  'form', created_at, created_at, 'checkout', 'Ja, schickt mir Neues.'
from bench.person where known and n % 5 < 3;

insert into consent.state
select profile_id, channel, purpose, state, method, at, source from consent.ledger;

create unlogged table bench.buyer as
select row_number() over (order by n) as k, n, id from bench.person where known;

create unique index on bench.buyer (k);

create unlogged table bench.purchase as
select m, b.id as profile_id, p.at, bench.id(p.at, 'order ' || m) as order_id, (10 + bench.chance(m, 4) * 120)::numeric(8, 2) as total
from (
  select m, timestamptz ':now' - bench.chance(m, 3) * interval '1000 days' as at,
    case when m <= 2000 then 1 else 1 + floor(power(bench.chance(m, 5), 1.6) * (:people * 7 / 10 - 1)) end::bigint as k
  from generate_series(1, 3 * :people) as m) p
join bench.buyer b using (k);

insert into orders.orders (profile_id, order_id, shop_id, external_id, placed_at, content_at, content_hash, currency, total,
  cancelled_at, fulfilled_at, refunded, net, status, base_currency, base_net, base_refunded)
select profile_id, order_id, 1, '#' || m, at, at, m, 'EUR', total, case when m % 50 = 0 then at + interval '1 day' end,
  at + interval '2 days', case when m % 20 = 1 then 5 else 0 end,
  case when m % 50 = 0 then 0 when m % 20 = 1 then total - 5 else total end,
  case when m % 50 = 0 then 'cancelled' when m % 20 = 1 then 'partially_refunded' else 'fulfilled' end,
  'EUR', case when m % 50 = 0 then 0 when m % 20 = 1 then total - 5 else total end, case when m % 20 = 1 then 5 else 0 end
from bench.purchase;

insert into orders.line (profile_id, order_id, line_no, product_id, sku, title, quantity, unit_price)
select profile_id, order_id, 1, 'p' || m % 400, 'NL-' || m % 400, 'Nordlicht Röstung ' || m % 400, 1, total from bench.purchase;

insert into orders.buyer
select profile_id, currency, count(*) filter (where cancelled_at is null), sum(net), sum(refunded)
from orders.orders group by profile_id, currency;

insert into events.metric (name) values ('Placed Order'), ('Viewed Product'), ('Opened Email') on conflict do nothing;

insert into events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties)
select profile_id, bench.id(at, 'placed ' || m), (select metric_id from events.metric where name = 'Placed Order'), 1, at, '3', m,
  jsonb_build_object('order_id', '#' || m, 'total', total, 'currency', 'EUR')
from bench.purchase;

insert into events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties)
select p.id, bench.id(v.at, 'view ' || m), (select metric_id from events.metric where name = 'Viewed Product'), 1, v.at, '4', m,
  jsonb_build_object('product_id', 'p' || m % 400, 'name', 'Nordlicht Röstung', 'url', 'https://nordlicht.example/p/' || m % 400)
from (
  select m, timestamptz ':now' - bench.chance(m, 6) * interval '1000 days' as at,
    case when m <= 5000 then 1 else 1 + floor(bench.chance(m, 7) * (:people - 1)) end::int as n
  from generate_series(1, 3 * :people) as m) v
join bench.person p using (n);

insert into messaging.message (profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id, origin_step, template_key,
  template_version, address, state, reason, subject, decision, attempts, planned_at, sent_at, opens, opened_at, clicks)
select b.id, bench.id(s.at, 'message ' || m), 1, 'email', 'marketing', 'flow', f.flow_id, 'welcome-1', 'welcome-1', 1,
  'person.' || b.n || '@example.de', case when m % 9 = 0 then 'skipped' else 'handed_over' end,
  case when m % 9 = 0 then 'frequency_cap' end, 'Willkommen bei Nordlicht', d.decision, 1, s.at,
  case when m % 9 > 0 then s.at + interval '2 seconds' end, (m % 9 > 0 and m % 4 = 0)::int,
  case when m % 9 > 0 and m % 4 = 0 then s.at + interval '1 hour' end, (m % 9 > 0 and m % 40 = 0)::int
from (
  select m, timestamptz ':now' - bench.chance(m, 8) * interval '1000 days' as at,
    case when m <= 1000 then 1 else 1 + floor(bench.chance(m, 9) * (:people * 7 / 10 - 1)) end::bigint as k
  from generate_series(1, 2 * :people) as m) s
join bench.buyer b using (k)
cross join (select flow_id from flows.flow order by key desc limit 1) f
cross join (select '{"outcome": "send", "checks": [{"code": "consent", "passed": true, "facts": {"state": "subscribed"}},
  {"code": "tracking_consent", "passed": true, "facts": {"granted": true}}, {"code": "frequency_cap", "passed": true,
  "facts": {"sent": 1, "cap": 3}}, {"code": "quiet_hours", "passed": true, "facts": {}}]}'::jsonb as decision) d;

insert into reporting.attribution (profile_id, order_id, shop_id, placed_at, message_id, flow_id, step, touch, touched_at)
select profile_id, order_id, 1, at, bench.id(at, 'touched ' || m), (select flow_id from flows.flow order by key desc limit 1),
  'welcome-1', 'click', at - interval '1 hour'
from bench.purchase where m % 20 = 7;

insert into flows.flow_run (profile_id, flow_id, run_id, version, step, sent, state, entered_at, triggered_at, ended_at)
select b.id, f.flow_id, bench.id(now(), 'run ' || k), 1, 1, 2, 'done', timestamptz ':now' - bench.chance(k, 10) * interval '1000 days',
  now(), now()
from bench.buyer b cross join (select flow_id from flows.flow order by key desc limit 1) f where k % 2 = 0;

delete from reporting.calendar;

drop schema bench cascade;
