import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { type FailureReason, failureReasons } from '../domain/delivery-facts.js';
import { type ContactChannel, contactChannels } from '../use-cases/delivery-steps.service.js';

export class DeliverRequest {
  @ApiProperty({
    description:
      'What the customer paid in cash, in minor units of the order’s currency: `cashToCollect` ' +
      'exactly, 0 where a card pays',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 2_050,
  })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cashCollectedMinor: number;

  @ApiPropertyOptional({
    description: 'With the `proof` pin: what the customer tells you',
    pattern: '^[0-9]{4}$',
    example: '0417',
  })
  @IsOptional()
  @Matches(/^[0-9]{4}$/)
  pin?: string;

  @ApiPropertyOptional({
    description: 'With the `proof` photo: where your app keeps the photo of what you left',
    minLength: 1,
    maxLength: 200,
    example: 'photos/2026-03-01/1001.jpg',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  photoReference?: string;

  @ApiPropertyOptional({
    description: 'Where there is a `minimumAge`: you have looked at an identity card',
    example: true,
  })
  @IsOptional()
  @IsBoolean()
  ageChecked?: boolean;
}

export class FailRequest {
  @ApiProperty({
    enum: failureReasons,
    description: '`no_answer`: five minutes after the first attempt to reach the customer',
    example: 'no_answer',
  })
  @IsIn(failureReasons)
  reasonCode: FailureReason;

  @ApiPropertyOptional({ description: 'For people', example: 'Gate is locked, phone is off' })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  note?: string;

  @ApiPropertyOptional({
    description: 'Where your app keeps a photo of it',
    minLength: 1,
    maxLength: 200,
    example: 'photos/2026-03-01/1001-gate.jpg',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  photoReference?: string;
}

export class ContactAttemptRequest {
  @ApiProperty({ enum: contactChannels, example: 'call' })
  @IsIn(contactChannels)
  channel: ContactChannel;
}
