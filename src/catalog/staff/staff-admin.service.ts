import { Injectable } from '@nestjs/common';
import {
  type Account,
  AccountsService,
  Forbidden,
  type InStores,
  reachesAll,
  type StaffMember,
  StaffQueries,
  type StaffRole,
  StaffStores,
  storesFor,
  type StoreScope,
} from '../../accounts/index.js';
import { Audit, UnitOfWork } from '../../platform/index.js';
import { StaffNotFound } from '../catalog.errors.js';
import { type Store, StoresService } from '../stores/stores.service.js';

/** Where somebody is to work: at all stores, or at these, by id or slug. */
export interface WantedStores {
  readonly allStores?: boolean | undefined;
  readonly stores?: readonly string[] | undefined;
}

export interface NewStaff {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly phone?: string | null;
}

/** One of staff, with their stores; null: all of them. */
export interface StaffAtStores {
  readonly member: Omit<StaffMember, 'stores'>;
  readonly stores: readonly Store[] | null;
}

/**
 * Who works where. Admins hire and move people among their own stores, and see those who work
 * nowhere else.
 */
@Injectable()
export class StaffAdmin {
  constructor(
    private readonly accounts: AccountsService,
    private readonly staff: StaffQueries,
    private readonly known: StaffStores,
    private readonly stores: StoresService,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Opens an account; without wanted stores, at the only store of whoever hires.
   * @throws store-not-found, store-required, forbidden (all stores), email-taken, logins-busy
   */
  async hire(
    role: StaffRole,
    person: NewStaff,
    wanted: WantedStores,
    by: InStores,
  ): Promise<StaffAtStores> {
    const scope = (await this.#scopeOf(wanted, by)) ?? [(await this.stores.ofStaff(by)).id];
    const account: Account = await this.accounts.create({ ...person, role, stores: scope });
    return this.#atStores({ ...account, role, stores: scope }, await this.stores.all());
  }

  /**
   * Moves somebody to these stores; it holds at once here, within a minute in other processes.
   * @throws staff-not-found, store-not-found, forbidden (all stores)
   */
  async move(accountId: string, wanted: WantedStores, by: InStores): Promise<StaffAtStores> {
    const scope = await this.#scopeOf(wanted, by);
    const member = await this.unitOfWork.run(async (tx) => {
      const found = await this.staff.lock(tx, accountId);
      if (!found || !reachesAll(by, found.stores)) {
        throw StaffNotFound.because('Nobody of staff has this id.');
      }
      if (scope) {
        await this.staff.write(tx, accountId, scope);
        await this.audit.note(tx, {
          action: 'staff.stores',
          subject: { type: 'account', id: accountId },
          before: { stores: found.stores },
          after: { stores: scope },
        });
      }
      return { ...found, stores: scope ?? found.stores };
    });
    this.known.forget(accountId);
    return this.#atStores(member, await this.stores.all());
  }

  /** Longest with us first. `storeId`: only people who work at this store. */
  async list(
    by: InStores,
    role: StaffRole | null,
    storeId: string | null,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<StaffAtStores[]> {
    const found = await this.staff.find({ role, storeId, within: storesFor(by), limit, after });
    const stores = await this.stores.all();
    return found.map((member) => this.#atStores(member, stores));
  }

  /** Null when nothing is wanted. */
  async #scopeOf({ allStores, stores }: WantedStores, by: InStores): Promise<StoreScope | null> {
    if (allStores) {
      if (reachesAll(by, 'all')) return 'all';
      throw Forbidden.because('Only staff of all stores may let somebody work at all stores.');
    }
    if (!stores) return null;
    const named = await Promise.all(stores.map((handle) => this.stores.ofStaff(by, handle)));
    return [...new Set(named.map(({ id }) => id))];
  }

  #atStores({ stores: scope, ...member }: StaffMember, stores: readonly Store[]): StaffAtStores {
    return {
      member,
      stores: scope === 'all' ? null : stores.filter(({ id }) => scope.includes(id)),
    };
  }
}
