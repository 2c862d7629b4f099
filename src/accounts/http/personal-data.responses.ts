import { ApiProperty } from '@nestjs/swagger';
import type { AccountErasure } from '../account-erasure.js';

export class ErasureResponse {
  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:15:00.000Z' })
  askedAt: string;

  /** From then on the account is erased; later, while one of its orders is under way. */
  @ApiProperty({ format: 'date-time', example: '2026-03-15T09:15:00.000Z' })
  eraseAt: string;
}

export class MyDataResponse {
  @ApiProperty({ format: 'date-time', example: '2026-03-01T09:15:00.000Z' })
  exportedAt: string;

  /** The lists of all that is held of you, by their names: `account`, `addresses`, `orders`, …. */
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'array',
      items: { type: 'object', additionalProperties: true },
    },
    example: { addresses: [{ label: 'home', line1: 'Pier Street 4, flat 12' }] },
  })
  data: Record<string, object[]>;
}

export function erasureResponse({ askedAt, eraseAt }: AccountErasure): ErasureResponse {
  return { askedAt: askedAt.toISOString(), eraseAt: eraseAt.toISOString() };
}
