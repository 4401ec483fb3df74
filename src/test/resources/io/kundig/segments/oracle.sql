-- The words of docs/guide/en/segments-api.md as functions, for SqlOracle. Slow and plain.
create schema oracle;

-- ---- values

create function oracle.folded(t text) returns text
language sql immutable parallel safe as $$
  select lower(normalize(t, NFC) collate pg_c_utf8)
$$;

-- The elements of a list, those of lists in it included; of something else, itself. What counts as not set is none.
create function oracle.elements(node jsonb) returns jsonb[]
language plpgsql immutable parallel safe as $$
declare
  found jsonb[] := '{}';
  one jsonb;
begin
  if node is null or node in ('null', '""') then
    return found;
  end if;
  if jsonb_typeof(node) <> 'array' then
    return array[node];
  end if;
  for one in select * from jsonb_array_elements(node) loop
    found := found || oracle.elements(one);
  end loop;
  return found;
end $$;

create type oracle.found as (is_list boolean, elements jsonb[]);

create function oracle.at(node jsonb, parts text[]) returns oracle.found
language plpgsql immutable parallel safe as $$
declare
  one jsonb;
  all_found jsonb[] := '{}';
begin
  if cardinality(parts) = 0 then
    return (coalesce(jsonb_typeof(node) = 'array', false), oracle.elements(node))::oracle.found;
  end if;
  if jsonb_typeof(node) = 'object' then
    return oracle.at(node -> parts[1], parts[2:]);
  end if;
  if jsonb_typeof(node) = 'array' and parts[1] ~ '^[0-9]{1,4}$' then
    return oracle.at(node -> parts[1]::int, parts[2:]);
  end if;
  if jsonb_typeof(node) = 'array' then
    for one in select * from jsonb_array_elements(node) loop
      all_found := all_found || (oracle.at(one, parts)).elements;
    end loop;
    return (true, all_found)::oracle.found;
  end if;
  return (false, '{}')::oracle.found;
end $$;

create function oracle.find(doc jsonb, name text) returns oracle.found
language sql immutable parallel safe as $$
  select case
    when doc ? name then oracle.at(doc -> name, '{}')
    else oracle.at(doc, string_to_array(name, '.'))
  end
$$;

-- Null: no number.
create function oracle.number(node jsonb) returns numeric
language plpgsql immutable parallel safe as $$
declare
  value numeric;
  t text;
begin
  if jsonb_typeof(node) = 'number' then
    value := node::text::numeric;
  elsif jsonb_typeof(node) = 'string' then
    t := regexp_replace(node #>> '{}', '^\s+|\s+$', '', 'g');
    if length(t) <= 40 and t ~ '^[+-]?[0-9]+([.][0-9]+)?$' then
      value := t::numeric;
    end if;
  end if;
  return case when abs(value) <= 10000000000 then round(value, 4) end;
end $$;

-- Null: nothing that compares as text.
create function oracle.text(node jsonb) returns text
language sql immutable parallel safe as $$
  select case jsonb_typeof(node)
    when 'string' then oracle.folded(node #>> '{}')
    when 'boolean' then node::text
    when 'number' then trim_scale(oracle.number(node))::text
  end
$$;

-- ---- time: at "n units ago" the calendars of PostgreSQL and of java.time part. PostgreSQL takes a time that there is
-- twice for the second and moves one that is skipped on by the length of the gap; here it is the first, and the end of
-- the gap. So moments are found by the offsets before and after, not by `at time zone`.

create function oracle.utc_offset(moment timestamptz, zone text) returns interval
language sql immutable parallel safe as $$
  select (moment at time zone zone) - (moment at time zone 'UTC')
$$;

-- The first moment at which clocks have shown this time.
create function oracle.moment(local timestamp, zone text) returns timestamptz
language plpgsql immutable parallel safe as $$
declare
  guess timestamptz := local at time zone 'UTC';
  before interval := oracle.utc_offset(guess - interval '24 hours', zone);
  after interval := oracle.utc_offset(guess + interval '24 hours', zone);
  one timestamptz;
begin
  foreach one in array array[guess - greatest(before, after), guess - least(before, after)] loop
    if one at time zone zone = local then
      return one;
    end if;
  end loop;
  -- skipped: the minute from which on clocks show more
  return (
    select min(minute)
    from generate_series(date_trunc('minute', guess - greatest(before, after)),
      guess - least(before, after) + interval '1 minute', '1 minute') as minute
    where minute at time zone zone > local);
end $$;

-- What clocks show; while they show an hour for the second time, the last of the first.
create function oracle.clock(moment timestamptz, zone text) returns timestamp
language plpgsql immutable parallel safe as $$
declare
  local timestamp := moment at time zone zone;
  before interval := oracle.utc_offset(oracle.moment(local, zone), zone);
  turned timestamptz;
begin
  if oracle.moment(local, zone) = moment then
    return local;
  end if;
  select min(minute) into turned
  from generate_series(date_trunc('minute', oracle.moment(local, zone)), moment, '1 minute') as minute
  where oracle.utc_offset(minute, zone) <> before;
  return (turned at time zone 'UTC') + before - interval '1 millisecond';
end $$;

create function oracle.today(moment timestamptz, zone text) returns date
language sql immutable parallel safe as $$
  select oracle.clock(moment, zone)::date
$$;

create function oracle.day_start(day date, zone text) returns timestamptz
language sql immutable parallel safe as $$
  select oracle.moment(day::timestamp, zone)
$$;

-- A moment and n units (below zero: less).
create function oracle.plus(moment timestamptz, n int, unit text, zone text) returns timestamptz
language plpgsql immutable parallel safe as $$
declare
  source timestamp;
  target timestamp;
begin
  if unit in ('minutes', 'hours') then
    return (moment at time zone 'UTC' + n * ('1 ' || unit)::interval) at time zone 'UTC';
  end if;
  source := oracle.clock(moment, zone);
  target := source + n * ('1 ' || unit)::interval;
  if unit in ('months', 'years') and extract(day from source) <> extract(day from target) then
    target := date_trunc('day', target) + interval '1 day';
  end if;
  return oracle.moment(target, zone);
end $$;

create function oracle.plus(day date, n int, unit text) returns date
language sql immutable parallel safe as $$
  select (day + n * ('1 ' || unit)::interval)::date
$$;

-- ---- dates

create type oracle.moment_read as (day date, local timestamp, moment timestamptz);

create function oracle.read(node jsonb) returns oracle.moment_read
language plpgsql immutable parallel safe as $$
declare
  t text := upper(node #>> '{}');
  part text[];
  day date;
  local timestamp;
  zone_hours int;
  zone_minutes int;
begin
  if jsonb_typeof(node) <> 'string' then
    return null;
  end if;
  part := regexp_match(t,
    '^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$');
  if part is null then
    return null;
  end if;
  day := make_date(part[1]::int, part[2]::int, part[3]::int);
  if part[4] is null then
    return (day, null, null)::oracle.moment_read;
  end if;
  if part[4]::int > 23 or part[5]::int > 59 or coalesce(part[6], '0')::int > 59 then
    return null;
  end if;
  local := day + make_interval(hours => part[4]::int, mins => part[5]::int, secs => coalesce(part[6], '0')::int)
    + coalesce(left(rpad(part[7], 3, '0'), 3), '0')::int * interval '1 millisecond';
  if part[8] is null then
    return (null, local, null)::oracle.moment_read;
  end if;
  if part[8] = 'Z' then
    return (null, null, local at time zone 'UTC')::oracle.moment_read;
  end if;
  zone_hours := left(part[8], 3)::int;
  zone_minutes := coalesce(nullif(right(replace(part[8], ':', ''), -3), ''), '0')::int;
  if abs(zone_hours) > 18 or zone_minutes > 59 then
    return null;
  end if;
  return (null, null, (local - zone_hours * interval '1 hour'
    - sign(zone_hours + case when part[8] like '-%' then -0.5 else 0.5 end) * zone_minutes * interval '1 minute')
    at time zone 'UTC')::oracle.moment_read;
exception when datetime_field_overflow then
  return null;
end $$;

-- Null: no date, or a day.
create function oracle.moment_of(node jsonb, zone text) returns timestamptz
language plpgsql immutable parallel safe as $$
declare
  read oracle.moment_read := oracle.read(node);
begin
  return coalesce(read.moment, case when read.local is not null then oracle.moment(read.local, zone) end);
end $$;

-- The day a date is on, or is.
create function oracle.day_on(node jsonb, zone text) returns date
language plpgsql immutable parallel safe as $$
declare
  read oracle.moment_read := oracle.read(node);
begin
  return coalesce(read.day, read.local::date, (read.moment at time zone zone)::date);
end $$;

-- Whether a day of the calendar is the yearly return of a date.
create function oracle.returns(date date, day date) returns boolean
language sql immutable parallel safe as $$
  select extract(month from date) = extract(month from day)
    and (extract(day from date) = extract(day from day)
      or to_char(date, 'MMDD') = '0229' and to_char(day, 'MMDD') = '0228'
        and to_char(day + 1, 'MMDD') = '0301')
$$;

-- ---- what the shop holds; keyed hashes of addresses cannot be made in SQL

create table oracle.address (
  channel text not null,
  ident text not null,
  address_hash bytea not null,
  primary key (channel, ident)
);

-- Nobody who was merged into another, and nobody who is known by nothing, as the erased are.
create view oracle.person as
select p.*,
  (select array_agg(distinct left(i.ident, 1)) from profiles.identifier_owner i where i.profile_id = p.profile_id)
    as kinds
from profiles.profile p
where p.merged_into is null
  and exists (select from profiles.identifier_owner i where i.profile_id = p.profile_id);

create view oracle.event as
select coalesce(p.merged_into, p.profile_id) as profile_id, m.name as metric, e.shop_id,
  date_trunc('milliseconds', e.at) as at, e.properties
from events.event e join events.metric m using (metric_id) join profiles.profile p using (profile_id)
where m.name not in ('Entered Segment', 'Left Segment')
  and coalesce(e.properties -> '$bot', 'false') <> 'true'
  and coalesce(e.properties -> '$prefetch', 'false') <> 'true';

create view oracle.placed as
select coalesce(p.merged_into, p.profile_id) as profile_id, o.shop_id,
  date_trunc('milliseconds', o.placed_at) as at,
  case when o.base_rate is null then o.currency else o.base_currency end as currency,
  case when o.base_rate is null then o.total else o.base_net + o.base_refunded end as total,
  case when o.base_rate is null then o.refunded else o.base_refunded end as refunded,
  jsonb_build_object(
    'status', o.status,
    'coupon', o.coupon,
    'product', jsonb_agg(l.product_id),
    'sku', jsonb_agg(l.sku),
    'title', jsonb_agg(l.title),
    'category', jsonb_agg(l.category)) as fields
from orders.orders o
join profiles.profile p using (profile_id)
left join orders.line l using (profile_id, order_id)
where o.placed_at is not null and o.cancelled_at is null
group by o.profile_id, o.order_id, p.profile_id;

create view oracle.blocked as
select p.profile_id, s.channel, s.reason
from oracle.person p
join oracle.address a on a.ident = case when a.channel = 'email' then 'e:' || p.email else 'p:' || p.phone end
join consent.suppression s on s.channel = a.channel and s.address_hash = a.address_hash
where s.lifted_at is null;

-- ---- among all buyers

create view oracle.ranking as
select distinct on (shop_id, currency) * from segments.ranking order by shop_id, currency, day desc;

create function oracle.rfm_group(r int, f int, m int) returns text
language sql immutable parallel safe as $$
  select case
    when score in ('333', '332', '323') then 'champions'
    when score in ('331', '322', '321', '233', '232') then 'loyal'
    when score in ('313', '312', '311') then 'recent'
    when score in ('231', '223', '222', '221', '213', '212', '211') then 'needs_attention'
    when score in ('133', '132', '131', '123', '122', '113') then 'at_risk'
    when score in ('121', '112', '111') then 'inactive'
  end
  from (select concat(r, f, m) as score) as read
$$;
