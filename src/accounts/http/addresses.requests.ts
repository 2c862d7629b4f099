import { IsBoolean } from 'class-validator';
import { MayBeLeftOut, OptionalText } from '../../platform/index.js';
import { DeliverTo } from './destination.requests.js';

export class AddressRequest extends DeliverTo {
  /** Your name for the address. @example Home */
  @OptionalText(40)
  label?: string;

  /**
   * Makes it your default address, in place of the former one. Left out: your first address becomes
   * the default, and a change keeps the present one.
   */
  @MayBeLeftOut()
  @IsBoolean()
  isDefault?: boolean;
}
