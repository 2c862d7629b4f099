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

  /** Metres from you to the store at the time of the offer, as the crow flies. @example 850 */
  distanceM: number;
}

export class OfferDrop {
  /**
   * The neighbourhood of the door, to about a kilometre; the delivery has the address.
   * @example { "lat": 25.08, "lng": 55.14 }
   */
  area: OfferPlace;

  /** Metres from the store to the door, as the crow flies, to 100 m. @example 2300 */
  distanceM: number;
}

export class OfferResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-5f00-7000-8000-00000000000e' })
  id: string;

  @ApiProperty({ enum: offerStatuses, example: 'offered' })
  status: OfferStatus;

  /** The end of your time to take it. @example 2026-03-01T08:41:00.000Z */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;

  store: OfferStore;

  drop: OfferDrop;

  /** The number of different products. @example 4 */
  lineCount: number;

  /**
   * Other offers made to you with this one: both orders are ready at the store, and go to doors
   * within a kilometre of each other. Answer each by itself.
   * @example []
   */
  @ApiProperty({ format: 'uuid' })
  togetherWith: string[];
}

export class OffersResponse {
  /** The offers that you can take now: one, or two that go well together. */
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
