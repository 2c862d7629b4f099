import { Forbidden } from './accounts.errors.js';

/** The stores that an account works for: every one, or those with these ids. */
export type StoreScope = 'all' | readonly string[];

/** Whoever asks for something, and the stores that they work for. */
export interface InStores {
  readonly role: string;
  /** Left out for customers and the system; also on routes that touch nothing of a store. */
  readonly stores?: StoreScope | undefined;
}

/** Bound by what they own, or by nothing: customers, the system, and a driver's own deliveries. */
const unbound: readonly string[] = ['customer', 'driver', 'system'];

/**
 * Whether something of this store exists for them. Everything that belongs to a store is checked
 * by this function, or by `storesFor` in SQL; what it denies is answered like an unknown id.
 */
export function worksAt({ role, stores }: InStores, storeId: string): boolean {
  if (stores === undefined) return unbound.includes(role);
  return stores === 'all' || stores.includes(storeId);
}

/** For `($1::uuid[] IS NULL OR store_id = ANY($1))`: null is every store. */
export function storesFor({ role, stores }: InStores): readonly string[] | null {
  if (stores === undefined) return unbound.includes(role) ? null : [];
  return stores === 'all' ? null : stores;
}

/** Whether one may do what `other` may in stores: hire and move people, for instance. */
export function reachesAll(who: InStores, other: StoreScope): boolean {
  const own = storesFor(who);
  if (own === null) return true;
  return other !== 'all' && other.every((id) => own.includes(id));
}

/**
 * For what all stores share: the catalogue, other stores, the work of the installation.
 * @throws forbidden
 */
export function requireAllStores(who: InStores): void {
  if (storesFor(who) === null) return;
  throw Forbidden.because('All stores share this: only staff of all stores may change it.');
}
