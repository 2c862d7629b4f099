import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { MayBeLeftOut } from '../../platform/index.js';
import { DeliverTo } from './destination.requests.js';

export class AddressRequest extends DeliverTo {
  /** What you call it. @example Home */
  @IsOptional()
  @IsString()
  @Length(1, 40)
  label?: string;

  /**
   * The one to choose unless you say otherwise; the former default is none any more. Left out: the
   * first address is it, and a change leaves it as it is.
   */
  @MayBeLeftOut()
  @IsBoolean()
  isDefault?: boolean;
}
