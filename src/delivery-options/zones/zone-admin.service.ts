import { Injectable } from '@nestjs/common';
import { type InStores, worksAt } from '../../accounts/index.js';
import { StoresService } from '../../catalog/index.js';
import {
  Audit,
  type ExpectedVersions,
  type Transaction,
  UnitOfWork,
  VersionMismatch,
} from '../../platform/index.js';
import { ZoneNotFound } from '../delivery-options.errors.js';
import { ZoneRepository } from './zone.repository.js';
import type { StoredZone, ZoneFields } from './zone.js';

/** The delivery zones of stores, as admins draw them. */
@Injectable()
export class ZoneAdmin {
  constructor(
    private readonly stores: StoresService,
    private readonly zones: ZoneRepository,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** In the order in which they are tried. @throws store-not-found, store-required */
  async ofStore(who: InStores, storeHandle: string | undefined): Promise<StoredZone[]> {
    const { id } = await this.stores.ofStaff(who, storeHandle);
    return this.zones.ofStore(null, id);
  }

  /** @throws zone-not-found */
  async one(who: InStores, id: string): Promise<StoredZone> {
    const zone = await this.zones.find(id);
    if (zone && worksAt(who, zone.storeId)) return zone;
    throw ZoneNotFound.because('There is no zone with this id.');
  }

  /** @throws store-not-found, store-required, zone-name-taken */
  async create(
    who: InStores,
    storeHandle: string | undefined,
    zone: ZoneFields,
  ): Promise<StoredZone> {
    const { id: storeId } = await this.stores.ofStaff(who, storeHandle);
    return this.unitOfWork.run(async (tx) => {
      const made = await this.zones.insert(tx, { ...zone, storeId });
      await this.#note(tx, 'create', null, made);
      return made;
    });
  }

  /** Fields left out stay. @throws zone-not-found, version-mismatch, zone-name-taken */
  async edit(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    changes: Partial<ZoneFields>,
  ): Promise<StoredZone> {
    await this.one(who, id);
    return this.unitOfWork.run(async (tx) => {
      const before = (await this.zones.lock(tx, id)) ?? stale();
      const wanted = { ...before, ...changes };
      const after = (await this.zones.replace(tx, id, versions, wanted)) ?? stale();
      await this.#note(tx, 'edit', before, after);
      return after;
    });
  }

  /** Orders to the zone are still delivered. @throws zone-not-found, version-mismatch */
  async remove(who: InStores, id: string, versions: ExpectedVersions): Promise<void> {
    await this.one(who, id);
    await this.unitOfWork.run(async (tx) => {
      const before = (await this.zones.lock(tx, id)) ?? stale();
      if (!(await this.zones.remove(tx, id, versions))) stale();
      await this.#note(tx, 'remove', before, null);
    });
  }

  #note(
    tx: Transaction,
    verb: string,
    before: StoredZone | null,
    after: StoredZone | null,
  ): Promise<void> {
    const { id, storeId } = (after ?? before)!;
    const subject = { type: 'zone', id };
    return this.audit.note(tx, { action: `zone.${verb}`, subject, storeId, before, after });
  }
}

function stale(): never {
  throw VersionMismatch.because('The zone is not as you have read it any more.');
}
