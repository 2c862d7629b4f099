import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';
import type { DevicePlatform, DeviceToken } from '../carriers/notice-carrier.port.js';

export interface Device {
  readonly id: string;
  readonly platform: DevicePlatform;
  readonly keptAt: Date;
}

/** Apps on phones and in browsers that get pushes. */
@Injectable()
export class DeviceRepository {
  constructor(private readonly database: Database) {}

  /** Locks the account until the transaction ends; false when there is none. */
  async lockAccount(tx: Transaction, accountId: string): Promise<boolean> {
    const sql = 'SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE';
    return (await tx.query(sql, [accountId])).length === 1;
  }

  /** The latest first; without their tokens. */
  ofAccount(accountId: string): Promise<Device[]> {
    return this.database.query<Device>(
      `SELECT id, platform, kept_at AS "keptAt" FROM devices WHERE account_id = $1
       ORDER BY kept_at DESC, id`,
      [accountId],
    );
  }

  tokensOf(accountId: string): Promise<DeviceToken[]> {
    return this.database.query<DeviceToken>(
      'SELECT id, platform, token FROM devices WHERE account_id = $1 ORDER BY kept_at DESC, id',
      [accountId],
    );
  }

  /** Also takes the token away from whoever had it. */
  async keep(
    tx: Transaction,
    accountId: string,
    { id, platform, token }: DeviceToken,
    keptAt: Date,
  ): Promise<Device> {
    const hash = createHash('sha256').update(token).digest();
    // Of two accounts that bring one token at the same time, one waits.
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
      `larder device ${hash.toString('hex')}`,
    ]);
    await tx.query(
      'DELETE FROM devices WHERE token_hash = $1 AND NOT (account_id = $2 AND id = $3)',
      [hash, accountId, id],
    );
    const [kept] = await tx.query<Device>(
      `INSERT INTO devices (account_id, id, platform, token, token_hash, kept_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account_id, id) DO UPDATE
         SET platform = $3, token = $4, token_hash = $5, kept_at = $6
       RETURNING id, platform, kept_at AS "keptAt"`,
      [accountId, id, platform, token, hash, keptAt],
    );
    return kept!;
  }

  /** Removes all of the account's but this one and the latest others, so many in all. */
  async leaveLatest(tx: Transaction, accountId: string, most: number, id: string): Promise<void> {
    await tx.query(
      `DELETE FROM devices WHERE account_id = $1 AND id NOT IN (
         SELECT id FROM devices WHERE account_id = $1
         ORDER BY id = $3 DESC, kept_at DESC, id LIMIT $2)`,
      [accountId, most, id],
    );
  }

  /** False when there was none. */
  async remove(accountId: string, id: string): Promise<boolean> {
    const removed = await this.database.query(
      'DELETE FROM devices WHERE account_id = $1 AND id = $2 RETURNING id',
      [accountId, id],
    );
    return removed.length === 1;
  }
}
