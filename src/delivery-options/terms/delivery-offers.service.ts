import { Injectable } from '@nestjs/common';
import type { Store } from '../../catalog/index.js';
import { distanceMetres, type LatLng } from '../../kernel/geo.js';
import type { Transaction } from '../../platform/index.js';
import type { StoreTerms } from './store-terms.js';
import { deliveryTerms, type DeliveryTerms } from './delivery-fee.js';
import { zoneOf } from '../zones/zone.js';
import { OutOfServiceArea } from '../delivery-options.errors.js';
import { StoreTermsRepository } from './store-terms.repository.js';
import { ZoneRepository } from '../zones/zone.repository.js';

/** The terms on which a store delivers to a place. */
export interface DeliveryOffer {
  readonly zone: { readonly id: string; readonly name: string };
  /** Straight line from the store, in whole metres. */
  readonly distanceMetres: number;
  readonly terms: DeliveryTerms;
  readonly storeTerms: StoreTerms;
}

/** Finds whether stores deliver to a place, and for how much. */
@Injectable()
export class DeliveryOffers {
  constructor(
    private readonly zones: ZoneRepository,
    private readonly storesTerms: StoreTermsRepository,
  ) {}

  /** Null where the store does not deliver; reads inside `tx` where one is given. */
  async find(tx: Transaction | null, store: Store, place: LatLng): Promise<DeliveryOffer | null> {
    const zone = zoneOf(place, await this.zones.ofStore(tx, store.id));
    if (!zone) return null;
    const { terms: storeTerms } = await this.storesTerms.ofStore(tx, store.id);
    const metres = Math.round(distanceMetres(store.location, place));
    return {
      zone: { id: zone.id, name: zone.name },
      distanceMetres: metres,
      terms: deliveryTerms(store.currency, storeTerms, zone, metres),
      storeTerms,
    };
  }

  /** Terms without a known destination: the store's own fee, without zones and bands. */
  async ofStore({ id, currency }: Store): Promise<DeliveryTerms> {
    const { terms } = await this.storesTerms.ofStore(null, id);
    return deliveryTerms(currency, terms, { feeMinor: null, freeFromMinor: null }, 0);
  }

  /** @throws out-of-service-area */
  async require(tx: Transaction | null, store: Store, place: LatLng): Promise<DeliveryOffer> {
    const offer = await this.find(tx, store, place);
    if (offer) return offer;
    throw OutOfServiceArea.because(`${store.name} does not deliver to that place.`);
  }
}
