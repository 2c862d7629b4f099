import { IsIn } from 'class-validator';
import { IsText } from '../../platform/index.js';
import { type DevicePlatform, platforms } from '../carriers/notice-carrier.port.js';

export class DeviceRequest {
  /** Whose push service the token is of. @example ios */
  @IsIn(platforms)
  platform: DevicePlatform;

  /** What the push service calls this app on this device; of a browser, its subscription as JSON. */
  @IsText(4096)
  token: string;
}
