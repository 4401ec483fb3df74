import type { Decision, MailboxItem, Message, MessageRow, MessageState, Outage } from '../../src/api/types'
import { Failure, type Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const cart = { de: 'Warenkorb-Abbrecher', en: 'Abandoned cart' }
const welcome = { de: 'Willkommen', en: 'Welcome' }

export function row(
  id: string,
  who: string,
  profileId: string,
  minutes: number,
  state: MessageState,
  subject: string | null,
  more: Partial<MessageRow> = {},
): MessageRow {
  const sent = state === 'handed_over' || state === 'delivered' || state === 'bounced'
  return {
    id,
    profileId,
    who,
    channel: 'email',
    purpose: 'marketing',
    source: { kind: 'flow', id: 'f1', name: cart, step: 'cart-1' },
    subject,
    state,
    reason: null,
    plannedAt: ago(minutes + 1),
    sentAt: sent ? ago(minutes) : null,
    openedAt: null,
    clickedAt: null,
    opens: 0,
    clicks: 0,
    ...more,
  }
}

export const friederike = 'Friederike Harms'
export const rows: MessageRow[] = [
  row('m2', friederike, 'p1', 1500, 'skipped', null, {
    reason: 'frequency_gap',
    source: { kind: 'flow', id: 'f1', name: cart, step: 'cart-2' },
  }),
  row('m1', friederike, 'p1', 1540, 'handed_over', 'Friederike, dein Kaffee steht noch da', {
    openedAt: ago(1530),
    clickedAt: ago(1528),
    opens: 2,
    clicks: 1,
  }),
  row('m3', 'Jonas Petersen', 'p2', 3, 'in_doubt', 'Jonas, dein Kaffee steht noch da', {
    reason: 'outcome_unknown',
  }),
  row('m4', 'Nele Hansen', 'p3', 8, 'intended', null),
  row('m5', 'Özlem Aydın', 'p4', 22, 'handed_over', 'Moin Özlem, schön dass du da bist', {
    source: { kind: 'flow', id: 'f2', name: welcome, step: 'welcome-1' },
  }),
  row('m6', 'Tore Lassen', 'p5', 40, 'skipped', null, { reason: 'unsubscribed' }),
  row('m7', 'wiebke@sturm.example', 'p6', 55, 'bounced', 'Moin, schön dass du da bist', {
    reason: 'hard_bounce',
  }),
  row(
    'm8',
    'Maximiliane-Theodora Freifrau von und zu Hohenlohe-Langenburg-Schillingsfürst 🏰',
    'p7',
    61,
    'skipped',
    null,
    {
      reason: 'no_consent',
    },
  ),
  row('m9', 'مريم الحسيني', 'p8', 90, 'failed', 'مريم، قهوتك ما زالت هنا', { reason: 'refused' }),
  row('m10', 'Jonas Petersen', 'p2', 200, 'handed_over', 'Bitte bestätige deine Anmeldung', {
    purpose: 'transactional',
    source: { kind: 'system', id: null, name: { de: 'Anmeldung', en: 'Sign-up' }, step: null },
  }),
]

const decision = (message: MessageRow): Decision => {
  const fails = message.state === 'skipped'
  const at = message.plannedAt
  const failing = { frequency_gap: 'frequency_gap', unsubscribed: 'consent', no_consent: 'consent' }[
    message.reason ?? ''
  ]
  const codes = [
    'run_active',
    'address_known',
    'not_suppressed',
    'consent',
    'sender_complete',
    'impressum_complete',
    'frequency_gap',
    'tracking_consent',
    'template_ok',
    'unsubscribe_link',
  ]
  const stop = fails ? codes.indexOf(failing ?? 'consent') : codes.length
  const facts: Record<string, Record<string, unknown>> = {
    consent:
      message.reason === 'unsubscribed'
        ? { required: true, state: 'unsubscribed', since: ago(9000), method: 'one_click', source: 'Gmail' }
        : message.reason === 'no_consent'
          ? { required: true, state: 'none' }
          : {
              required: true,
              state: 'subscribed',
              since: '2023-03-14T18:42:00Z',
              method: 'double_opt_in',
              source: 'Fußzeile',
            },
    frequency_gap: fails
      ? { hours: 16, lastSentAt: ago(1540), lastSubject: 'Friederike, dein Kaffee steht noch da' }
      : { hours: 16 },
    tracking_consent: { granted: true },
    template_ok: { template: 'cart-1', version: 3, impressum: true },
    unsubscribe_link: { required: true },
  }
  return {
    outcome: fails ? 'skip' : 'send',
    decidedAt: at,
    reason: fails ? message.reason : null,
    until: null,
    checks: codes.map((code, index) => ({
      code,
      result: index < stop ? 'pass' : index === stop ? 'fail' : 'not_checked',
      facts: index <= stop ? (facts[code] ?? {}) : {},
    })),
  }
}

const detail = (message: MessageRow): Message => ({
  ...message,
  to: message.who?.includes('@') ? message.who : 'friederike@harms.example',
  from: 'moin@nordlicht.example',
  templateKey: 'cart-1',
  templateVersion: message.sentAt ? 3 : null,
  attempts: message.sentAt ? 1 : 0,
  detail: message.state === 'bounced' ? '550 5.1.1 <wiebke@sturm.example>: Recipient address rejected' : null,
  decision: decision(message),
  history: [
    {
      at: message.plannedAt,
      state: message.state === 'skipped' ? 'skipped' : 'intended',
      reason: message.reason,
      detail: null,
    },
    ...(message.state === 'skipped' || message.state === 'intended'
      ? []
      : [
          {
            at: message.sentAt ?? ago(2),
            state: message.state,
            reason: message.reason,
            detail:
              message.state === 'bounced'
                ? '550 5.1.1 Recipient address rejected'
                : '250 2.0.0 Ok: queued as 4F1',
          },
        ]),
  ],
  order:
    message.id === 'm1'
      ? { externalId: '10482', total: { amount: '43.20', currency: 'EUR' }, at: ago(1455) }
      : null,
})

const html = (
  name: string,
) => `<!doctype html><html><body style="margin:0;background:#f5efe6;font-family:Georgia,serif;color:#2b2018">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:28px 12px">
<table role="presentation" width="560" style="max-width:100%;background:#fff;border-radius:8px"><tr><td style="padding:32px;text-align:center">
<p style="letter-spacing:.2em;font-size:13px;margin:0 0 24px">NORDLICHT</p>
<div style="background:#e6d8c2;height:170px;border-radius:6px"></div>
<h1 style="font-size:24px;margin:26px 0 8px">${name}, dein Kaffee steht noch da</h1>
<p style="line-height:1.5">Zwei Tüten Hafenkante, geröstet am Donnerstag. Wir halten sie dir bis morgen frei.</p>
<p><a href="https://nordlicht.example/t/c/abc" style="display:inline-block;background:#1f5f5b;color:#fff;padding:12px 22px;border-radius:6px;text-decoration:none">Zum Warenkorb</a></p>
<p style="font-size:12px;color:#8a7f70;margin-top:32px">Nordlicht Kaffee &amp; Tee GmbH, Röstergang 7, 22765 Hamburg<br><a href="https://nordlicht.example/u/x" style="color:#8a7f70">Abmelden</a></p>
</td></tr></table></td></tr></table><img src="https://nordlicht.example/t/o/abc.gif" width="1" height="1"></body></html>`

const text =
  'Friederike, dein Kaffee steht noch da\n\nZwei Tüten Hafenkante, geröstet am Donnerstag.\n\nZum Warenkorb: https://nordlicht.example/t/c/abc\n\nNordlicht Kaffee & Tee GmbH, Röstergang 7, 22765 Hamburg\nAbmelden: https://nordlicht.example/u/x'

const mails: MailboxItem[] = rows
  .filter((one) => one.sentAt)
  .map((one) => ({
    id: `b${one.id}`,
    at: one.sentAt ?? ago(0),
    to: 'friederike@harms.example',
    from: 'Mara von Nordlicht <moin@nordlicht.example>',
    subject: one.subject ?? '',
    messageId: one.id,
    profileId: one.profileId,
  }))

export const outage: Outage = {
  since: ago(95),
  reason: 'auth_refused',
  detail: 'The server did not let us sign in: 535 5.7.8 Error: authentication failed',
  passing: false,
}

export const routes: Routes = {
  'GET /sending': () => ({ outage: process.env.KUNDIG_MOCK_OUTAGE === '1' ? outage : null }),
  'GET /messages': ({ query }) => ({
    items: empty
      ? []
      : rows.filter(
          (one) =>
            (!query.get('state') || one.state === query.get('state')) &&
            (!query.get('step') || one.source.step === query.get('step')),
        ),
    next: null,
  }),
  'GET /messages/{id}': ({ params }) => {
    const found = rows.find((one) => one.id === params.id)
    return found ? detail(found) : new Failure(404, 'Not found')
  },
  'GET /messages/{id}/content': ({ params }) => {
    const found = rows.find((one) => one.id === params.id)
    if (!found?.sentAt) return new Failure(404, 'Not found')
    return {
      subject: found.subject,
      html: html('Friederike'),
      text,
      from: 'Mara von Nordlicht <moin@nordlicht.example>',
      to: 'friederike@harms.example',
      replyTo: null,
      headers: {
        'List-Unsubscribe': '<https://nordlicht.example/u/x>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }
  },
  'POST /messages/{id}/resolution': ({ params, body }) => {
    const found = rows.find((one) => one.id === params.id)
    if (!found) return new Failure(404, 'Not found')
    found.state = body.outcome === 'resend' ? 'intended' : 'handed_over'
    return detail(found)
  },
  'GET /sandbox/mailbox': () => ({ items: empty ? [] : mails, next: null }),
  'GET /sandbox/mailbox/{id}': ({ params }) => {
    const found = mails.find((one) => one.id === params.id)
    return found
      ? {
          ...found,
          html: html('Friederike'),
          text,
          source: `From: ${found.from}\nTo: ${found.to}\nSubject: ${found.subject}\n\n${text}`,
        }
      : new Failure(404, 'Not found')
  },
}
