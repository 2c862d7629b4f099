import { Injectable } from '@nestjs/common';
import { Ids } from '../../kernel/ids.js';
import {
  Database,
  type ExpectedVersions,
  refusingTaken,
  type Transaction,
} from '../../platform/index.js';
import type { NewZone, StoredZone, ZoneFields } from './zone.js';
import { ZoneNameTaken } from '../delivery-options.errors.js';

const columns = `id, store_id AS "storeId", name, ring, holes, priority, version,
  fee_minor::float8 AS "feeMinor", free_from_minor::float8 AS "freeFromMinor"`;

const nameTaken = ({ name }: ZoneFields) => ({
  delivery_zones_store_id_name_key: () =>
    ZoneNameTaken.because(`The store has a zone called “${name}”.`),
});

/** The delivery zones of stores. */
@Injectable()
export class ZoneRepository {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** In the order in which they are tried; reads inside `tx` where one is given. */
  ofStore(tx: Transaction | null, storeId: string): Promise<StoredZone[]> {
    return (tx ?? this.database).query<StoredZone>(
      `SELECT ${columns} FROM delivery_zones WHERE store_id = $1 ORDER BY priority, name`,
      [storeId],
    );
  }

  async find(id: string): Promise<StoredZone | null> {
    const [zone] = await this.database.query<StoredZone>(
      `SELECT ${columns} FROM delivery_zones WHERE id = $1`,
      [id],
    );
    return zone ?? null;
  }

  /** Locked until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<StoredZone | null> {
    const [zone] = await tx.query<StoredZone>(
      `SELECT ${columns} FROM delivery_zones WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return zone ?? null;
  }

  /** @throws zone-name-taken */
  async insert(tx: Transaction, zone: NewZone): Promise<StoredZone> {
    const [row] = await refusingTaken(nameTaken(zone), () =>
      tx.query<StoredZone>(
        `INSERT INTO delivery_zones (id, store_id, name, ring, holes, priority, fee_minor,
           free_from_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
        [this.ids.next(), zone.storeId, ...valuesOf(zone)],
      ),
    );
    return row!;
  }

  /** Null when no zone with this id has one of the versions. @throws zone-name-taken */
  async replace(
    tx: Transaction,
    id: string,
    versions: ExpectedVersions,
    zone: ZoneFields,
  ): Promise<StoredZone | null> {
    const [row] = await refusingTaken(nameTaken(zone), () =>
      tx.query<StoredZone>(
        `UPDATE delivery_zones SET name = $3, ring = $4, holes = $5, priority = $6,
           fee_minor = $7, free_from_minor = $8, version = version + 1
         WHERE id = $1 AND version = ANY($2) RETURNING ${columns}`,
        [id, versions, ...valuesOf(zone)],
      ),
    );
    return row ?? null;
  }

  async remove(tx: Transaction, id: string, versions: ExpectedVersions): Promise<boolean> {
    const removed = await tx.query(
      'DELETE FROM delivery_zones WHERE id = $1 AND version = ANY($2) RETURNING id',
      [id, versions],
    );
    return removed.length === 1;
  }
}

function valuesOf({ name, ring, holes, priority, feeMinor, freeFromMinor }: ZoneFields) {
  return [name, JSON.stringify(ring), JSON.stringify(holes), priority, feeMinor, freeFromMinor];
}
