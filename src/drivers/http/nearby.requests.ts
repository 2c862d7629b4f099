import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID, Max, Min } from 'class-validator';
import { WholeNumber } from '../../platform/index.js';

export class NearbyDriversQuery {
  @ApiProperty({ description: '`id` of an order: near its store', format: 'uuid' })
  @IsUUID()
  orderId: string;

  @ApiPropertyOptional({ description: 'Metres', minimum: 100, maximum: 50_000, default: 5000 })
  @IsOptional()
  @WholeNumber()
  @Min(100)
  @Max(50_000)
  radiusM: number = 5000;

  @ApiPropertyOptional({ minimum: 1, maximum: 50, default: 10 })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(50)
  limit: number = 10;
}
