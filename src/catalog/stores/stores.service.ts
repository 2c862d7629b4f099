import { Injectable } from '@nestjs/common';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { isCurrency, type Money, money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/geo.js';
import { type Transaction, UnitOfWork } from '../../platform/index.js';
import { storesTag } from '../catalog.cache.js';
import { StoreNotFound, StoreRequired } from '../catalog.errors.js';
import { type DayHours, type Holiday, isTimeZone, type Schedule } from './opening-hours.js';
import type { StoreEntity } from './store.entity.js';
import { StoreRepository } from './store.repository.js';

export interface Store extends Schedule {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly location: LatLng;
  /** Smallest worth of goods in an order; delivery does not count. */
  readonly minimumBasket: Money;
  /** Counts edits. */
  readonly version: number;
}

export interface NewStore {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly location: LatLng;
  readonly openingHours: readonly DayHours[];
  /** Empty when left out. */
  readonly holidays?: readonly Holiday[] | undefined;
  /** 0 when left out. */
  readonly minimumBasketMinor?: number | undefined;
}

@Injectable()
export class StoresService {
  constructor(
    private readonly repository: StoreRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async all(): Promise<Store[]> {
    return (await this.repository.all()).map(storeOf);
  }

  /**
   * The store with this id or slug, in any case; without one, the only store.
   * @throws store-not-found, store-required
   */
  async resolve(idOrSlug?: string): Promise<Store> {
    if (idOrSlug !== undefined) {
      const store = await this.repository.find(idOrSlug.toLowerCase());
      if (!store) throw StoreNotFound.because(`No store has the id or slug “${idOrSlug}”.`);
      return storeOf(store);
    }
    const [first, second] = await this.repository.firstTwo();
    if (!first) throw StoreNotFound.because('No store has been opened yet.');
    if (second) throw StoreRequired.because('There are several stores: say which one.');
    return storeOf(first);
  }

  /** Reads inside the transaction. @throws store-not-found */
  async byId(tx: Transaction, id: string): Promise<Store> {
    const store = await this.repository.findById(tx, id);
    if (!store) throw StoreNotFound.because('No store has this id.');
    return storeOf(store);
  }

  /** @throws store-slug-taken; RangeError when the currency or the time zone does not exist */
  async open(input: NewStore): Promise<Store> {
    if (!isCurrency(input.currency)) throw new RangeError(`No currency ${input.currency}`);
    if (!isTimeZone(input.timeZone)) throw new RangeError(`No time zone ${input.timeZone}`);
    const store: StoreEntity = {
      id: this.ids.next(),
      slug: input.slug,
      name: input.name,
      currency: input.currency,
      timeZone: input.timeZone,
      lat: input.location.lat,
      lng: input.location.lng,
      openingHours: [...input.openingHours],
      holidays: [...(input.holidays ?? [])],
      pauseReason: null,
      pauseUntil: null,
      minimumBasketMinor: String(input.minimumBasketMinor ?? 0),
      version: 1,
      createdAt: this.clock.now(),
    };
    await this.unitOfWork.run(async (tx) => {
      await this.repository.insert(tx, store);
      await touch(tx, storesTag);
    });
    return storeOf(store);
  }
}

function storeOf(entity: StoreEntity): Store {
  return {
    id: entity.id,
    slug: entity.slug,
    name: entity.name,
    currency: entity.currency,
    timeZone: entity.timeZone,
    location: { lat: entity.lat, lng: entity.lng },
    openingHours: entity.openingHours,
    holidays: entity.holidays,
    pause:
      entity.pauseReason === null ? null : { reason: entity.pauseReason, until: entity.pauseUntil },
    minimumBasket: money(Number(entity.minimumBasketMinor), entity.currency),
    version: entity.version,
  };
}
