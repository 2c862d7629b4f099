import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Ids } from '../kernel/ids.js';
import {
  type ExpectedVersions,
  type Transaction,
  UnitOfWork,
  VersionMismatch,
} from '../platform/index.js';
import { type Address, type AddressChange, mostAddresses } from './address.js';
import { AddressRepository } from './address.repository.js';
import { AddressBookFull, AddressNotFound, InvalidToken } from './accounts.errors.js';

/** The delivery addresses of each customer. */
@Injectable()
export class AddressBook {
  constructor(
    private readonly addresses: AddressRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** The default first, then in order of creation. */
  all(accountId: string): Promise<Address[]> {
    return this.addresses.ofAccount(null, accountId);
  }

  /** @throws address-not-found (also for somebody else's) */
  async one(accountId: string, id: string): Promise<Address> {
    const address = await this.addresses.find(null, accountId, id);
    if (!address) throw notFound();
    return address;
  }

  /** A book's first address is its default, unless it says otherwise. @throws address-book-full */
  async add(tx: Transaction, accountId: string, address: AddressChange): Promise<Address> {
    await this.#lock(tx, accountId);
    const book = await this.addresses.ofAccount(tx, accountId);
    if (book.length >= mostAddresses) {
      throw AddressBookFull.because(`There are ${mostAddresses} addresses in it.`, {
        limit: mostAddresses,
      });
    }
    const id = this.ids.next();
    const isDefault = address.isDefault ?? book.length === 0;
    if (isDefault) await this.addresses.dropDefault(tx, accountId, id);
    const createdAt = this.clock.now();
    return this.addresses.insert(tx, accountId, { ...address, id, isDefault, createdAt });
  }

  /**
   * Replaces all of the address; `versions` null: whatever its version. Orders placed to the old
   * one keep it.
   * @throws address-not-found (also for somebody else's), version-mismatch
   */
  replace(
    accountId: string,
    id: string,
    versions: ExpectedVersions | null,
    address: AddressChange,
  ): Promise<Address> {
    return this.unitOfWork.run(async (tx) => {
      await this.#lock(tx, accountId);
      if (address.isDefault) await this.addresses.dropDefault(tx, accountId, id);
      const changed = await this.addresses.replace(tx, accountId, id, versions, address);
      return changed ?? this.#refuse(tx, accountId, id);
    });
  }

  /** @throws address-not-found (also for somebody else's), version-mismatch */
  async remove(accountId: string, id: string, versions: ExpectedVersions | null): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const isRemoved = await this.addresses.remove(tx, accountId, id, versions);
      if (!isRemoved) await this.#refuse(tx, accountId, id);
    });
  }

  async #lock(tx: Transaction, accountId: string): Promise<void> {
    if (await this.addresses.lockBook(tx, accountId)) return;
    throw InvalidToken.because('The account of this token does not exist any more.');
  }

  async #refuse(tx: Transaction, accountId: string, id: string): Promise<never> {
    if (!(await this.addresses.find(tx, accountId, id))) throw notFound();
    throw VersionMismatch.because('The address is not as you have read it any more.');
  }
}

const notFound = () => AddressNotFound.because('You have no address with this id.');
