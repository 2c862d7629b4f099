// The environment variables of notices.
import { str } from 'envalid';
import { positive, sender, url, webhookSecrets, words } from './validators.js';

export const noticeWays = ['log', 'smtp', 'http'] as const;
export type NoticeWay = (typeof noticeWays)[number];

/** The languages that people are written to. */
export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];

export const noticeEnvironment = {
  NOTICES: words(noticeWays)({
    desc: 'How people are told of their orders, commas between: `log` (the log only, for trying), `smtp` (mail), `http` (push and SMS by a gateway of yours).',
    example: 'smtp,http',
    default: 'log',
  }),
  NOTICES_LANGUAGE: str({
    desc: 'The language of notices for customers who have chosen none.',
    example: 'ar',
    choices: [...languages],
    default: 'en',
  }),
  NOTICES_SMTP_URL: url(['smtp:', 'smtps:'])({
    desc: 'The mail server; required with NOTICES=smtp. A user name is sent over TLS only.',
    example: 'smtp://larder:secret@mail.example:587',
    default: undefined,
  }),
  NOTICES_FROM: sender({
    desc: 'The sender of mails; required with NOTICES=smtp.',
    example: 'Harbour Grocers <orders@harbour.example>',
    default: undefined,
  }),
  NOTICES_HTTP_URL: url(['http:', 'https:'])({
    desc: 'Where notices are posted to as JSON; required with NOTICES=http.',
    example: 'https://push.example/larder',
    default: undefined,
  }),
  NOTICES_HTTP_SECRETS: webhookSecrets({
    desc: 'What they are signed with (Standard Webhooks), commas between an old and a new one; required with NOTICES=http.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    default: undefined,
  }),
  NOTICES_KEEP_DAYS: positive({
    desc: 'Days after which notices are removed, whether they were sent or not.',
    example: '30',
    default: 30,
  }),
};

/** What each way needs to be set up. */
export const neededBy = {
  smtp: ['NOTICES_SMTP_URL', 'NOTICES_FROM'],
  http: ['NOTICES_HTTP_URL', 'NOTICES_HTTP_SECRETS'],
} as const;

export interface NoticeSettings {
  readonly ways: readonly NoticeWay[];
  readonly language: Language;
  /** Null without `smtp`. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** Null without `http`; `secrets`: `whsec_…`, at least one. */
  readonly http: { readonly url: string; readonly secrets: readonly string[] } | null;
  readonly keepDays: number;
}

interface Values {
  readonly NOTICES: string;
  readonly NOTICES_LANGUAGE: string;
  readonly NOTICES_SMTP_URL: string | undefined;
  readonly NOTICES_FROM: string | undefined;
  readonly NOTICES_HTTP_URL: string | undefined;
  readonly NOTICES_HTTP_SECRETS: string | undefined;
  readonly NOTICES_KEEP_DAYS: number;
}

/** Of values that have what their ways need. */
export function noticeSettings(values: Values): NoticeSettings {
  const ways = values.NOTICES.split(',') as NoticeWay[];
  const smtp = { url: values.NOTICES_SMTP_URL!, from: values.NOTICES_FROM! };
  const http = {
    url: values.NOTICES_HTTP_URL!,
    secrets: values.NOTICES_HTTP_SECRETS?.split(',') ?? [],
  };
  return {
    ways,
    language: values.NOTICES_LANGUAGE as Language,
    smtp: ways.includes('smtp') ? smtp : null,
    http: ways.includes('http') ? http : null,
    keepDays: values.NOTICES_KEEP_DAYS,
  };
}
