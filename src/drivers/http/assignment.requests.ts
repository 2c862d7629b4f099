import { IsOptional } from 'class-validator';
import { IsId } from '../../platform/index.js';

export class AssignOrderRequest {
  /**
   * The account id of a driver on shift: `drivers[].driverId` of GET /v1/ops/board.
   * @example 0190b6e2-5f00-7000-8000-00000000000d
   */
  @IsId()
  driverId: string;

  /**
   * The `deliveryId` of another driver's delivery of this order, not collected yet: that driver
   * loses the order at the same moment.
   * @example 0190b6e2-5f00-7000-8000-00000000000a
   */
  @IsOptional()
  @IsId()
  replaces?: string;
}

export class RedeliverOrderRequest {
  /**
   * A driver on shift; left out: the driver who has the goods.
   * @example 0190b6e2-5f00-7000-8000-00000000000d
   */
  @IsOptional()
  @IsId()
  driverId?: string;
}
