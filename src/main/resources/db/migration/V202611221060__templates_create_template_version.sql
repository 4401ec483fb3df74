-- What was edited. A template without a row here is the starter that comes with the program, version 1.
create table templates.template_version (
  template_key text not null,
  language     text not null,
  version      int not null,
  subject      text not null,
  preheader    text not null,
  mjml         text not null,
  text_part    text,
  created_at   timestamptz not null,
  primary key (template_key, language, version)
);

-- How a shop looks in mails and on its public pages.
create table templates.brand (
  shop_id  int primary key,
  color    text not null,
  logo_url text
);
