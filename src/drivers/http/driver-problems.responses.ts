import { ApiProperty } from '@nestjs/swagger';
import { ProblemMembers } from '../../platform/index.js';
import { type DeliveryStatus, deliveryStatuses } from '../domain/delivery-status.js';
import { type OfferStatus, offerStatuses } from '../domain/offer-status.js';

@ProblemMembers()
export class DriverProblemMembers {
  /** `illegal-delivery-step`: where the delivery is now. */
  @ApiProperty({ enum: deliveryStatuses })
  deliveryStatus?: DeliveryStatus;

  /** `offer-not-open`: what became of the offer. */
  @ApiProperty({ enum: offerStatuses })
  offerStatus?: OfferStatus;

  /** `offer-not-open`: the end of the time to take it. */
  @ApiProperty({ format: 'date-time' })
  expiresAt?: string;

  /** `driver-busy`, `shift-has-deliveries`. @example 2 */
  activeDeliveries?: number;

  /** `driver-busy`: the most deliveries at a time in the driver’s shift. @example 2 */
  capacity?: number;

  /** `order-already-assigned`: the delivery that has the order. */
  @ApiProperty({ format: 'uuid' })
  deliveryId?: string;

  /** `order-already-assigned`: the driver who has it. */
  @ApiProperty({ format: 'uuid' })
  driverId?: string;

  /** `age-check-required`: in years. @example 18 */
  minimumAge?: number | null;

  /** `wrong-pin`: after so many more wrong ones only staff can help. @example 4 */
  triesLeft?: number;

  /** `contact-required`: `no_answer` may be said from then on; null: nobody was contacted. */
  @ApiProperty({ format: 'date-time' })
  failFrom?: string | null;
}
