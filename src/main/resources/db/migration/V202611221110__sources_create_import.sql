-- One uploaded file on its way in.
create table sources.import (
  import_id uuid primary key,
  shop_id int not null,
  kind text not null,
  file_name text not null, -- as its owner calls it; the file itself is stored under import_id
  state text not null,
  shape jsonb not null,
  mapping jsonb not null,
  options jsonb not null,
  progress jsonb not null,
  position text, -- how far the rows are committed
  problems jsonb not null,
  failure jsonb,
  cancel_requested boolean not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);

create index import_by_age on sources.import (created_at desc, import_id);

-- Rows that were not taken, or not wholly, for the error file.
create table sources.rejected_row (
  import_id uuid not null,
  row_no int not null,
  problem text not null,
  effect text not null,
  detail_de text not null,
  detail_en text not null,
  cells text not null, -- of the mapped columns, separated by U+001F
  primary key (import_id, row_no, problem)
);

-- Rows of the order import at work, so that they can be read order by order. Filled again from the
-- file after a crash.
create unlogged table sources.staged_row (
  row_no int not null,
  order_ref text not null,
  customer text, -- e-mail, phone or customer number; null for a guest
  placed_at timestamptz,
  cells text not null
);
