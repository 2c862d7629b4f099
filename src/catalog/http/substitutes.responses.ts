import { ApiProperty } from '@nestjs/swagger';
import { ProductSummaryResponse } from './products.responses.js';

export class SubstitutesResponse {
  @ApiProperty({ type: [ProductSummaryResponse], description: 'The likest first; may be empty' })
  items: ProductSummaryResponse[];
}
