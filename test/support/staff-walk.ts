// A request for every route of staff, about things of one store.
import type { InjectOptions } from 'fastify';
import type { Larder, Person } from './larder.js';
import { aed, fresh, type Shop } from './shop.js';

/** The things of a store that requests are about. */
export interface Things {
  readonly shop: Shop;
  readonly sku: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly zoneId: string;
  readonly importId: string;
  readonly orders: Readonly<Record<'placed' | 'picking' | 'underway' | 'delivered', string>>;
  readonly lineId: string;
  readonly deliveryId: string;
  readonly driverId: string;
  readonly pickerId: string;
  readonly customerId: string;
}

export type Asked = Pick<InjectOptions, 'url' | 'payload' | 'headers'>;

const match = { 'if-match': '"1"' };
const about =
  (path: (of: Things) => string, payload?: (of: Things) => object, headers = {}) =>
  (of: Things): Asked => ({
    url: `/v1${path(of)}`,
    headers,
    ...(payload && { payload: payload(of) }),
  });
const named = (path: string, payload: object = {}) =>
  about(
    () => path,
    (of) => ({ store: of.shop.storeId, ...payload }),
  );
const ofStore = (path: string) => about((of) => `${path}?store=${of.shop.storeId}`);
const store = (rest: string, payload?: () => object, headers = {}) =>
  about((of) => `/admin/stores/${of.shop.storeId}${rest}`, payload, headers);
const order = (state: keyof Things['orders'], path: string, payload?: (of: Things) => object) =>
  about((of) => path.replace('ORDER', of.orders[state]), payload);
const placed = (path: string, payload?: (of: Things) => object) => order('placed', path, payload);
const underway = (path: string, payload?: (of: Things) => object) =>
  order('underway', `/ops/orders/ORDER/${path}`, payload);
const delivery = (step: string, payload?: object) =>
  about((of) => `/driver/deliveries/${of.deliveryId}/${step}`, payload && (() => payload));
const inAnHour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const square = [
  { lat: 0, lng: 0 },
  { lat: 0, lng: 1 },
  { lat: 1, lng: 1 },
];

/** By operation id. Those of lists name the store, which strangers must not even hear of. */
export const requestsOfStaff: Readonly<Record<string, (of: Things) => Asked>> = {
  createDriver: about(
    () => '/admin/drivers',
    ({ shop }) => ({
      email: `${fresh('driver')}@walk.example`,
      password: 'a long password',
      displayName: 'Wei',
      stores: [shop.storeId],
    }),
  ),
  listStaff: ofStore('/admin/staff'),
  changeAccount: about(
    ({ pickerId }) => `/admin/accounts/${pickerId}`,
    () => ({}),
  ),
  listAuditLines: ofStore('/admin/audit'),
  editStaff: about(
    ({ pickerId }) => `/admin/staff/${pickerId}`,
    () => ({}),
  ),
  startImport: (of) => ({
    url: `/v1/admin/imports?kind=feed&store=${of.shop.storeId}`,
    headers: { 'content-type': 'text/csv' },
    payload: 'sku,price\nWALKED,12.00\n',
  }),
  getImport: about(({ importId }) => `/admin/imports/${importId}`),
  getImportReport: about(({ importId }) => `/admin/imports/${importId}/report`),
  cancelImport: about(({ importId }) => `/admin/imports/${importId}/cancel`),
  resumeImport: about(({ importId }) => `/admin/imports/${importId}/resume`),
  exportProducts: ofStore('/admin/products/export'),
  getPrice: about(
    ({ shop, productId }) => `/admin/stores/${shop.storeId}/products/${productId}/price`,
  ),
  setPrice: about(
    ({ shop, productId }) => `/admin/stores/${shop.storeId}/products/${productId}/price`,
    () => ({ priceMinor: 900, published: true }),
  ),
  getAdminStore: store(''),
  editStore: store('', () => ({ name: 'Taken over' }), match),
  pauseStore: store('/pause', () => ({ reason: 'a test' })),
  resumeStore: store('/resume'),
  getSearchEquals: store('/search-equals'),
  setSearchEquals: store('/search-equals', () => ({ sets: [{ terms: ['tea', 'chai'] }] })),
  getDeliveryTerms: store('/delivery-terms'),
  setDeliveryTerms: store('/delivery-terms', () => ({
    feeMinor: 1,
    bands: [],
    asap: { fromMinutes: 30, untilMinutes: 60 },
    autoAccept: false,
    slotDays: 7,
    slotPlan: [],
  })),
  listZones: ofStore('/admin/zones'),
  createZone: named('/admin/zones', { name: 'Walked', ring: square }),
  getZone: about(({ zoneId }) => `/admin/zones/${zoneId}`),
  editZone: about(
    ({ zoneId }) => `/admin/zones/${zoneId}`,
    () => ({ feeMinor: 1 }),
    match,
  ),
  removeZone: about(({ zoneId }) => `/admin/zones/${zoneId}`, undefined, match),
  listAdminSlots: ofStore('/admin/slots'),
  createSlot: named('/admin/slots', { startsAt: inAnHour(5), endsAt: inAnHour(6), capacity: 1 }),
  followSlotPlan: ofStore('/admin/slots/follow-plan'),
  changeSlot: about(
    ({ shop }) => `/admin/slots/${shop.slotId}`,
    () => ({ capacity: 50 }),
  ),
  recordStockMovement: about(
    () => '/admin/stock/movements',
    ({ shop, productId }) => ({ store: shop.storeId, productId, reason: 'received', delta: 1 }),
  ),
  getStock: about(
    ({ shop, productId }) => `/admin/products/${productId}/stock?store=${shop.storeId}`,
  ),
  findOrders: ofStore('/admin/orders'),
  getOrder: placed('/orders/ORDER'),
  cancelOrder: placed('/orders/ORDER/cancel', () => ({})),
  rejectOrder: placed('/picking/orders/ORDER/reject', () => ({ reasonCode: 'closed' })),
  listClaims: order('delivered', '/orders/ORDER/claims'),
  listRefunds: order('delivered', '/orders/ORDER/refunds'),
  refundOrder: order('delivered', '/admin/orders/ORDER/refunds', () => ({
    amountMinor: 1,
    reason: 'walked',
  })),
  trackOrder: order('delivered', '/orders/ORDER/tracking'),
  streamTracking: order('delivered', '/orders/ORDER/tracking/stream'),
  listPickingOrders: ofStore('/picking/orders'),
  acceptOrder: placed('/picking/orders/ORDER/accept'),
  startPicking: placed('/picking/orders/ORDER/start'),
  finishPicking: order('picking', '/picking/orders/ORDER/ready', () => ({})),
  releasePick: order('picking', '/picking/orders/ORDER/release'),
  pickLine: about(
    ({ orders, lineId }) => `/picking/orders/${orders.picking}/lines/${lineId}`,
    () => ({ action: 'find', quantity: 1 }),
  ),
  listLineSubstitutes: about(
    ({ orders, lineId }) => `/picking/orders/${orders.picking}/lines/${lineId}/substitutes`,
  ),
  returnOrder: order('underway', '/picking/orders/ORDER/return', () => ({})),
  assignOrder: underway('assign', ({ driverId }) => ({ driverId })),
  unassignOrder: underway('unassign'),
  redeliverOrder: underway('redeliver', () => ({})),
  unlockPin: underway('unlock-pin'),
  deliverForDriver: underway('deliver', () => ({ cashCollectedMinor: 0, note: 'walked' })),
  failForDriver: underway('fail', () => ({ reasonCode: 'vehicle' })),
  handOverDelivery: underway('hand-over', ({ driverId, deliveryId }) => ({
    driverId,
    replaces: deliveryId,
    reasonCode: 'vehicle',
  })),
  listNearbyDrivers: about(({ orders }) => `/ops/drivers/nearby?orderId=${orders.placed}`),
  getBoard: ofStore('/ops/board'),
  setDuty: named('/driver/shift', { onDuty: true }),
  arriveWithDelivery: delivery('arrive'),
  collectDelivery: delivery('collect'),
  releaseDelivery: delivery('release'),
  returnDelivery: delivery('return'),
  resumeDelivery: delivery('resume'),
  completeDelivery: delivery('deliver', { cashCollectedMinor: aed(0).amountMinor, pin: '0000' }),
  recordContactAttempt: delivery('contact-attempts', { channel: 'call' }),
  failDelivery: delivery('fail', { reasonCode: 'refused' }),
};

/** What all stores share: only staff of all stores change it. */
export const requestsOfAllStores: Readonly<Record<string, (of: Things) => Asked>> = {
  listNotices: about(() => '/admin/notices'),
  openStore: about(
    () => '/admin/stores',
    () => ({
      slug: fresh('walked'),
      name: 'Walked',
      currency: 'AED',
      timeZone: 'Asia/Dubai',
      location: { lat: 0, lng: 0 },
      openingHours: [],
    }),
  ),
  createProduct: about(
    () => '/admin/products',
    ({ categoryId }) => ({ sku: fresh('SKU'), name: 'Walked', categoryId }),
  ),
  editProduct: about(
    ({ productId }) => `/admin/products/${productId}`,
    () => ({ name: 'Taken over' }),
    match,
  ),
  retireProduct: about(({ productId }) => `/admin/products/${productId}/retire`, undefined, match),
  restoreProduct: about(
    ({ productId }) => `/admin/products/${productId}/restore`,
    undefined,
    match,
  ),
  createCategory: about(
    () => '/admin/categories',
    () => ({ name: fresh('walked') }),
  ),
  editCategory: about(
    ({ categoryId }) => `/admin/categories/${categoryId}`,
    () => ({ name: 'Taken over' }),
    match,
  ),
  removeCategory: about(({ categoryId }) => `/admin/categories/${categoryId}`, undefined, match),
  listFailedWork: about(() => '/admin/failed-work'),
};

/** What belongs to no store: the caller's own, or read by all of staff. */
export const ofNoStore = new Set([
  'getMyAccount',
  'changePassword',
  'listSessions',
  'endSession',
  'endOtherSessions',
  'exportMyData',
  'removeMyAccount',
  'getMyErasure',
  'cancelMyErasure',
  // A driver's own, found by its driver alone.
  'recordLocation',
  'getShift',
  'listOffers',
  'acceptOffer',
  'declineOffer',
  'listDeliveries',
  // The catalogue that all stores share, and a job by its id: see requestsOfAllStores.
  'listAdminCategories',
  'getAdminCategory',
  'getAdminProduct',
  'retryFailedWork',
]);

export async function ask(larder: Larder, who: Person, method: string, asked: Asked) {
  const headers = { ...asked.headers, authorization: `Bearer ${who.token}` };
  return larder.send({ ...asked, method: method as 'GET', headers });
}
