import { Logger } from '@nestjs/common';
import { type Carried, type Letter, NoticeCarrier } from './notice-carrier.port.js';

/** Writes notices to the log, and tells nobody: for trying. */
export class LogNoticeCarrier extends NoticeCarrier {
  readonly routes = ['log'] as const;
  readonly #log = new Logger('Notices');

  /** A warning: it shows at the level of trying, and in production nobody has been told. */
  async carry({ kind, title, text, to }: Letter): Promise<Carried> {
    this.#log.warn(`Only logged, ${kind} for account ${to.accountId}: ${title}. ${text}`);
    return { outcome: 'sent' };
  }
}
