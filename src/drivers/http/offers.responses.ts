import { ApiProperty } from '@nestjs/swagger';
import { type OfferStatus, offerStatuses } from '../domain/offer-status.js';

export class OfferPlace {
  /** WGS 84 degrees. @example 25.0805 */
  @ApiProperty({ format: 'double' })
  lat: number;

  /** WGS 84 degrees. @example 55.1403 */
  @ApiProperty({ format: 'double' })
  lng: number;
}

export class OfferStore {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-000000000001' })
  id: string;

  /** @example "Larder Marina" */
  name: string;

  location: OfferPlace;

  /** From you, when it was offered, as the crow flies. @example 850 */
  distanceM: number;
}

export class OfferDrop {
  /**
   * The neighbourhood, to about a kilometre; the address comes with the delivery.
   * @example { "lat": 25.08, "lng": 55.14 }
   */
  area: OfferPlace;

  /** From the store, as the crow flies, to 100 m. @example 2300 */
  distanceM: number;
}

export class OfferResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000e' })
  id: string;

  @ApiProperty({ enum: offerStatuses, example: 'offered' })
  status: OfferStatus;

  /** Until when you can take it. @example 2026-03-01T08:41:00.000Z */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;

  store: OfferStore;

  drop: OfferDrop;

  /** How many different products. @example 4 */
  lines: number;

  /**
   * Other offers to you that were made with this one: both orders are ready at the store, and go to
   * doors within a kilometre of each other. Answer each for itself.
   * @example []
   */
  @ApiProperty({ format: 'uuid' })
  togetherWith: string[];
}

export class OffersResponse {
  /** What you can take now: one, or two that go well together. */
  items: OfferResponse[];

  /** Ask again after this many milliseconds. @example 5000 */
  pollAfterMs: number;
}

export class DeclinedOfferResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000e' })
  id: string;

  @ApiProperty({ enum: offerStatuses, example: 'declined' })
  status: OfferStatus;
}
