import { ApiProperty } from '@nestjs/swagger';
import { DestinationResponse } from './destination.responses.js';

export class AddressResponse extends DestinationResponse {
  @ApiProperty({ format: 'uuid', example: '0190b6e2-7c1a-7000-8000-3f5b2a9c1d20' })
  id: string;

  /** @example Home */
  label: string | null;

  /** True for at most one of your addresses. @example true */
  isDefault: boolean;

  /** Counts its changes, from 1: for If-Match and for quotes. @example 1 */
  version: number;
}

export class AddressesResponse {
  items: AddressResponse[];
}
