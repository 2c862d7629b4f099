import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateIf } from 'class-validator';
import { isBlank } from '../../kernel/blank.js';
import { IsText, OptionalText } from '../../platform/index.js';
import { type FailureReason, failureReasons } from '../domain/delivery-facts.js';
import { type ContactChannel, contactChannels } from '../use-cases/delivery-steps.service.js';

/** A note that this reason needs, and that every other one may have. */
export function NoteFor(reason: FailureReason) {
  return applyDecorators(
    // Forms send blanks for what nobody has filled in.
    Transform(({ value }: TransformFnParams): unknown =>
      typeof value === 'string' && isBlank(value) ? undefined : value,
    ),
    ValidateIf(
      ({ reasonCode }: { reasonCode: FailureReason }, note: unknown) =>
        reasonCode === reason || (note !== undefined && note !== null),
    ),
    IsText(300),
  );
}

export class DeliverRequest {
  /**
   * The cash that the customer paid, in minor units of the order’s currency: exactly
   * `cashToCollect`, 0 where a card pays.
   * @example 2050
   */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cashCollectedMinor: number;

  /** For the `proof` pin: the PIN that the customer tells you. @example 0417 */
  @IsOptional()
  @Matches(/^[0-9]{4}$/)
  pin?: string;

  /**
   * For the `proof` photo: where your app keeps the photo of the goods at the door.
   * @example photos/2026-03-01/1001.jpg
   */
  @OptionalText(200)
  photoReference?: string;

  /** True where there is a `minimumAge`: you have looked at an identity card. @example true */
  @IsOptional()
  @IsBoolean()
  ageChecked?: boolean;
}

export class FailRequest {
  /**
   * `no_answer` needs five minutes since the first attempt at contact, `other` needs a `note`;
   * `vehicle`: it broke down.
   * @example no_answer
   */
  @IsIn(failureReasons)
  reasonCode: FailureReason;

  /** A note for people. @example "Gate is locked, phone is off" */
  @NoteFor('other')
  note?: string;

  /** Where your app keeps a photo of the scene. @example photos/2026-03-01/1001-gate.jpg */
  @OptionalText(200)
  photoReference?: string;
}

export class ContactAttemptRequest {
  /** @example call */
  @IsIn(contactChannels)
  channel: ContactChannel;
}
