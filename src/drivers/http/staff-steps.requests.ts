import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsId, IsText } from '../../platform/index.js';
import {
  type FailureReason,
  failureReasons,
  type HandOverReason,
  handOverReasons,
} from '../domain/delivery-facts.js';
import { NoteFor } from './deliveries.requests.js';

export class DeliverForDriverRequest {
  /**
   * The cash that the customer paid, in minor units of the order’s currency: exactly what is due, 0
   * where a card pays.
   * @example 2050
   */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cashCollectedMinor: number;

  /** True for age-restricted goods: the driver has looked at an identity card. @example true */
  @IsOptional()
  @IsBoolean()
  ageChecked?: boolean;

  /** How you know, in place of the PIN or the photo. @example "Customer called: has the bags" */
  @IsText(300)
  note: string;
}

export class FailForDriverRequest {
  /** `other` needs a `note`. @example accident */
  @IsIn(failureReasons)
  reasonCode: FailureReason;

  /** A note for people. @example "Hit by a car, is well" */
  @NoteFor('other')
  note?: string;
}

export class HandOverRequest {
  /**
   * A driver on shift, who takes the goods over: `drivers[].driverId` of GET /v1/ops/board.
   * @example 0190b6e2-5f00-7000-8000-00000000000d
   */
  @IsId()
  driverId: string;

  /**
   * The `deliveryId` of the driver who has the goods, as you know it: another dispatcher may have
   * handed them over already.
   * @example 0190b6e2-5f00-7000-8000-00000000000a
   */
  @IsId()
  replaces: string;

  /** `vehicle`: it broke down; `other` needs a `note`. @example vehicle */
  @IsIn(handOverReasons)
  reasonCode: HandOverReason;

  /** A note for people. @example "Flat tyre, both meet at the corner of Pier Street" */
  @NoteFor('other')
  note?: string;
}
