import { Injectable } from '@nestjs/common';
import { type InStores, worksAt } from '../../accounts/index.js';
import { StoresService } from '../../catalog/index.js';
import { type ExpectedVersions, VersionMismatch } from '../../platform/index.js';
import { ZoneNotFound } from '../delivery-options.errors.js';
import { ZoneRepository } from './zone.repository.js';
import type { StoredZone, ZoneFields } from './zone.js';

/** The delivery zones of stores, as admins draw them. */
@Injectable()
export class ZoneAdmin {
  constructor(
    private readonly stores: StoresService,
    private readonly zones: ZoneRepository,
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
    return this.zones.insert({ ...zone, storeId });
  }

  /** Fields left out stay. @throws zone-not-found, version-mismatch, zone-name-taken */
  async edit(
    who: InStores,
    id: string,
    versions: ExpectedVersions,
    changes: Partial<ZoneFields>,
  ): Promise<StoredZone> {
    const zone = await this.one(who, id);
    const wanted = { ...zone, ...changes };
    const seen = versions.filter((version) => version === zone.version);
    return (await this.zones.replace(id, seen, wanted)) ?? stale();
  }

  /** Orders to the zone are still delivered. @throws zone-not-found, version-mismatch */
  async remove(who: InStores, id: string, versions: ExpectedVersions): Promise<void> {
    await this.one(who, id);
    if (!(await this.zones.remove(id, versions))) stale();
  }
}

function stale(): never {
  throw VersionMismatch.because('The zone is not as you have read it any more.');
}
