import { Injectable } from '@nestjs/common';
import { type InStores, requireAllStores, storesFor, worksAt } from '../../accounts/index.js';
import { touch } from '../../cache/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { isCurrency, type Money, money } from '../../kernel/money.js';
import type { LatLng } from '../../kernel/geo.js';
import { Audit, type Transaction, UnitOfWork } from '../../platform/index.js';
import { storesTag } from '../catalog.cache.js';
import { StoreNotFound, StoreRequired } from '../catalog.errors.js';
import { canonicalLanguage, isLanguage } from '../text/alphabet.js';
import { StoreLanguages } from './store-languages.queries.js';
import { type DayHours, type Holiday, isTimeZone, type Schedule } from './opening-hours.js';
import type { StoreEntity } from './store.entity.js';
import { StoreRepository } from './store.repository.js';

export interface Store extends Schedule {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  /** BCP 47. */
  readonly language: string;
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
  /** BCP 47 tag; `en` when left out. */
  readonly language?: string | undefined;
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
    private readonly languages: StoreLanguages,
    private readonly audit: Audit,
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
      if (!store) throw unknownStore(idOrSlug);
      return storeOf(store);
    }
    const [first, second] = await this.repository.firstTwo();
    if (!first) throw StoreNotFound.because('No store has been opened yet.');
    if (second) throw StoreRequired.because('There are several stores: say which one.');
    return storeOf(first);
  }

  /**
   * As `resolve`, among the stores that they work for; without an id or slug, the only one of those.
   * @throws store-not-found, for a store of others as for an unknown one; store-required
   */
  async ofStaff(who: InStores, idOrSlug?: string): Promise<Store> {
    const own = storesFor(who);
    if (idOrSlug === undefined && own !== null) {
      const [only, ...others] = own;
      if (only === undefined) throw StoreNotFound.because('You work for no store.');
      if (others.length > 0) throw StoreRequired.because('You work for several: say which one.');
      return this.resolve(only);
    }
    const store = await this.resolve(idOrSlug);
    if (!worksAt(who, store.id)) throw unknownStore(idOrSlug!);
    return store;
  }

  /**
   * For lists: the ids of the store named, else of all that they work for; null is every store.
   * @throws store-not-found
   */
  async idsOfStaff(who: InStores, idOrSlug?: string): Promise<readonly string[] | null> {
    return idOrSlug === undefined ? storesFor(who) : [(await this.ofStaff(who, idOrSlug)).id];
  }

  /** Reads inside the transaction. @throws store-not-found */
  async byId(tx: Transaction, id: string): Promise<Store> {
    const store = await this.repository.findById(tx, id);
    if (!store) throw StoreNotFound.because('No store has this id.');
    return storeOf(store);
  }

  /**
   * Opens a store for staff of all stores.
   * @throws forbidden, store-slug-taken; RangeError as `open`
   */
  async openFor(who: InStores, input: NewStore): Promise<Store> {
    requireAllStores(who);
    return this.open(input);
  }

  /** @throws store-slug-taken; RangeError when currency, time zone or language do not exist */
  async open(input: NewStore): Promise<Store> {
    if (!isCurrency(input.currency)) throw new RangeError(`No currency ${input.currency}`);
    if (!isTimeZone(input.timeZone)) throw new RangeError(`No time zone ${input.timeZone}`);
    const { language = 'en' } = input;
    if (!isLanguage(language)) throw new RangeError(`No language ${language}`);
    const store: StoreEntity = {
      id: this.ids.next(),
      slug: input.slug,
      name: input.name,
      currency: input.currency,
      timeZone: input.timeZone,
      language: canonicalLanguage(language),
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
      await this.languages.learn(tx, store.language);
      await this.repository.insert(tx, store);
      const subject = { type: 'store', id: store.id };
      const after = storeOf(store);
      await this.audit.note(tx, { action: 'store.open', subject, storeId: store.id, after });
      await touch(tx, storesTag);
    });
    return storeOf(store);
  }
}

const unknownStore = (handle: string) =>
  StoreNotFound.because(`No store has the id or slug “${handle}”.`);

function storeOf(entity: StoreEntity): Store {
  return {
    id: entity.id,
    slug: entity.slug,
    name: entity.name,
    currency: entity.currency,
    timeZone: entity.timeZone,
    language: entity.language,
    location: { lat: entity.lat, lng: entity.lng },
    openingHours: entity.openingHours,
    holidays: entity.holidays,
    pause:
      entity.pauseReason === null ? null : { reason: entity.pauseReason, until: entity.pauseUntil },
    minimumBasket: money(Number(entity.minimumBasketMinor), entity.currency),
    version: entity.version,
  };
}
