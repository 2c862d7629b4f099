import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { refusingTaken, type Transaction } from '../platform/index.js';
import { AccountEntity } from './account.entity.js';
import { EmailTaken } from './accounts.errors.js';

const emailTaken = {
  accounts_email: () => EmailTaken.because('An account with this email exists.'),
};

@Injectable()
export class AccountRepository {
  constructor(
    @InjectRepository(AccountEntity) private readonly accounts: Repository<AccountEntity>,
  ) {}

  find(id: string): Promise<AccountEntity | null> {
    return this.accounts.findOneBy({ id });
  }

  findMany(ids: readonly string[]): Promise<AccountEntity[]> {
    return this.accounts.findBy({ id: In(ids) });
  }

  findByEmail(email: string): Promise<AccountEntity | null> {
    return this.#byEmail(email).getOne();
  }

  findWithPasswordHash(email: string): Promise<AccountEntity | null> {
    return this.#byEmail(email).addSelect('account.passwordHash').getOne();
  }

  findForPassword(id: string): Promise<AccountEntity | null> {
    return this.accounts
      .createQueryBuilder('account')
      .addSelect('account.passwordHash')
      .where('account.id = :id', { id })
      .getOne();
  }

  /** False when the account has another password by now. */
  async replacePassword(tx: Transaction, id: string, from: string, to: string): Promise<boolean> {
    const replaced = await tx.query(
      'UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id',
      [id, from, to],
    );
    return replaced.length === 1;
  }

  /** Until the transaction ends the account is not deleted; false when it is gone. */
  async keep(tx: Transaction, id: string): Promise<boolean> {
    const sql = 'SELECT id FROM accounts WHERE id = $1 FOR KEY SHARE';
    return (await tx.query(sql, [id])).length === 1;
  }

  /** Locks the account until the transaction ends. */
  lock(tx: Transaction, id: string): Promise<AccountEntity | null> {
    return tx.manager.findOne(AccountEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async setAccess(tx: Transaction, { id, role, disabledAt }: AccountEntity): Promise<void> {
    await tx.manager.update(AccountEntity, { id }, { role, disabledAt });
  }

  /** @throws email-taken */
  async insert(tx: Transaction, account: AccountEntity): Promise<void> {
    await refusingTaken(emailTaken, () => tx.manager.insert(AccountEntity, account));
  }

  #byEmail(email: string) {
    // The expression of the unique index, so that the query uses it.
    return this.accounts
      .createQueryBuilder('account')
      .where('lower(account.email) = lower(:email)', { email });
  }
}
