import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Audit, UnitOfWork } from '../platform/index.js';
import type { AccountEntity } from './account.entity.js';
import { AccountRepository } from './account.repository.js';
import { AccountStates } from './account-states.service.js';
import { AccountNotFound, OwnAccount } from './accounts.errors.js';
import type { Identity, Role } from './identity.js';
import { Sessions } from './sessions.service.js';
import { StaffQueries } from './staff.queries.js';
import { reachesAll, requireAllStores } from './store-scope.js';

/** Fields left out stay as they are. */
export interface AccessChangeWishes {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/**
 * Who may do what: changes by an admin, of accounts other than their own. Admins of some stores
 * disable people who work nowhere else; roles and customers are for admins of all stores.
 */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly staff: StaffQueries,
    private readonly sessions: Sessions,
    private readonly states: AccountStates,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends all sessions of the account, unless it is as wished already.
   * @throws account-not-found, own-account, forbidden
   */
  async change(
    admin: Identity,
    id: string,
    { role, disabled }: AccessChangeWishes,
  ): Promise<AccountEntity> {
    if (id === admin.accountId)
      throw OwnAccount.because('The last admin could lock themselves out.');
    if (role !== undefined) requireAllStores(admin);
    const { account, tell } = await this.unitOfWork.run(async (tx) => {
      const before = await this.accounts.lock(tx, id);
      const works = await this.staff.lock(tx, id);
      if (!before || !reachesAll(admin, works?.stores ?? 'all')) {
        throw AccountNotFound.because('There is no account with this id.');
      }
      const wished = {
        role: role ?? before.role,
        disabledAt: this.#disabledAt(before.disabledAt, disabled),
      };
      const after = { ...before, ...wished };
      if (after.role === before.role && after.disabledAt === before.disabledAt) {
        return { account: before, tell: () => {} };
      }
      await this.accounts.setAccess(tx, after);
      await this.audit.note(tx, {
        action: 'account.access',
        subject: { type: 'account', id },
        before: accessOf(before),
        after: accessOf(after),
      });
      return { account: after, tell: await this.sessions.endAll(tx, id, 'access') };
    });
    tell();
    this.states.hear([{ id, role: account.disabledAt ? null : account.role }]);
    return account;
  }

  #disabledAt(before: Date | null, disabled: boolean | undefined): Date | null {
    if (disabled === undefined) return before;
    return disabled ? (before ?? this.clock.now()) : null;
  }
}

const accessOf = ({ role, disabledAt }: AccountEntity) => ({ role, disabled: disabledAt !== null });
