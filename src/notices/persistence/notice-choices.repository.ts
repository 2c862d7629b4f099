import { Injectable } from '@nestjs/common';
import { Database, type Language } from '../../platform/index.js';
import type { Choices } from '../domain/choose-routes.js';

export interface CustomerChoices {
  /** Null: the shop's. */
  readonly language: Language | null;
  readonly channels: Choices;
}

@Injectable()
export class NoticeChoicesRepository {
  constructor(private readonly database: Database) {}

  /** Of somebody who has chosen nothing: nothing. */
  async of(accountId: string): Promise<CustomerChoices> {
    const [chosen] = await this.database.query<CustomerChoices>(
      'SELECT language, channels FROM notice_choices WHERE account_id = $1',
      [accountId],
    );
    return chosen ?? { language: null, channels: {} };
  }

  /** False when there is no such account. */
  async replace(accountId: string, { language, channels }: CustomerChoices): Promise<boolean> {
    const kept = await this.database.query(
      `INSERT INTO notice_choices (account_id, language, channels)
       SELECT id, $2, $3 FROM accounts WHERE id = $1
       ON CONFLICT (account_id) DO UPDATE SET language = $2, channels = $3 RETURNING account_id`,
      [accountId, language, JSON.stringify(channels)],
    );
    return kept.length === 1;
  }
}
