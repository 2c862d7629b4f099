import { Injectable } from '@nestjs/common';
import { Database, type ExpectedVersions, type Transaction } from '../platform/index.js';
import type { Address, AddressChange, AddressFields } from './address.js';

export interface AddressInsert extends AddressFields {
  readonly id: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

const columns = `id, label, line1, lat, lng, notes, phone, leave_at_door AS "leaveAtDoor",
  is_default AS "isDefault", version`;
const values = ({ label, line1, lat, lng, notes, phone, leaveAtDoor }: AddressFields) => [
  label,
  line1,
  lat,
  lng,
  notes,
  phone,
  leaveAtDoor,
];

/** Address books; every statement names the owner, so that nobody finds another's addresses. */
@Injectable()
export class AddressRepository {
  constructor(private readonly database: Database) {}

  /** Locks the book until the transaction ends; false when there is no such account. */
  async lockBook(tx: Transaction, accountId: string): Promise<boolean> {
    const sql = 'SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE';
    return (await tx.query(sql, [accountId])).length === 1;
  }

  /** The default first, then in order of creation. Inside `tx` where one is given. */
  ofAccount(tx: Transaction | null, accountId: string): Promise<Address[]> {
    return (tx ?? this.database).query<Address>(
      `SELECT ${columns} FROM addresses WHERE account_id = $1
       ORDER BY is_default DESC, created_at, id`,
      [accountId],
    );
  }

  /** Inside `tx` where one is given. */
  async find(tx: Transaction | null, accountId: string, id: string): Promise<Address | null> {
    const [address] = await (tx ?? this.database).query<Address>(
      `SELECT ${columns} FROM addresses WHERE account_id = $1 AND id = $2`,
      [accountId, id],
    );
    return address ?? null;
  }

  async insert(tx: Transaction, accountId: string, address: AddressInsert): Promise<Address> {
    const { id, isDefault, createdAt } = address;
    const [made] = await tx.query<Address>(
      `INSERT INTO addresses (account_id, id, is_default, created_at, label, line1, lat, lng,
         notes, phone, leave_at_door)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${columns}`,
      [accountId, id, isDefault, createdAt, ...values(address)],
    );
    return made!;
  }

  /** Null when the address has none of these versions; without versions, when there is none. */
  async replace(
    tx: Transaction,
    accountId: string,
    id: string,
    versions: ExpectedVersions | null,
    address: AddressChange,
  ): Promise<Address | null> {
    const [changed] = await tx.query<Address>(
      `UPDATE addresses SET version = version + 1, is_default = coalesce($4, is_default),
         label = $5, line1 = $6, lat = $7, lng = $8, notes = $9, phone = $10, leave_at_door = $11
       WHERE account_id = $1 AND id = $2 AND ($3::int[] IS NULL OR version = ANY ($3))
       RETURNING ${columns}`,
      [accountId, id, versions, address.isDefault ?? null, ...values(address)],
    );
    return changed ?? null;
  }

  /** Leaves the book without a default, except an address with this id. */
  async dropDefault(tx: Transaction, accountId: string, exceptId: string): Promise<void> {
    await tx.query(
      `UPDATE addresses SET is_default = false, version = version + 1
       WHERE account_id = $1 AND is_default AND id <> $2`,
      [accountId, exceptId],
    );
  }

  /** False when the address has none of these versions; without versions, when there is none. */
  async remove(
    tx: Transaction,
    accountId: string,
    id: string,
    versions: ExpectedVersions | null,
  ): Promise<boolean> {
    const removed = await tx.query(
      `DELETE FROM addresses
       WHERE account_id = $1 AND id = $2 AND ($3::int[] IS NULL OR version = ANY ($3))
       RETURNING id`,
      [accountId, id, versions],
    );
    return removed.length === 1;
  }
}
