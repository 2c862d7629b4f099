import { applyDecorators } from '@nestjs/common';
import {
  IsIn,
  IsInt,
  IsUUID,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  type ValidationArguments,
} from 'class-validator';
import { type ShortReason, shortReasons } from '../domain/line-step.js';

export const pickActions = [
  'find',
  'short',
  'refund',
  'substitute',
  'propose',
  'withdraw',
  'reset',
] as const;
export type PickAction = (typeof pickActions)[number];

/** A field that these actions need, others may have (`optional`), and the rest must not. */
function For(needed: readonly PickAction[], optional: readonly PickAction[] = []) {
  const used = [...needed, ...optional];
  const notOfTheAction: PropertyDecorator = (target, property) =>
    registerDecorator({
      name: 'ofAction',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (_: unknown, { object }: ValidationArguments) => {
          const { action } = object as PickLineRequest;
          return used.includes(action) || !pickActions.includes(action);
        },
        defaultMessage: ({ property: field }: ValidationArguments) =>
          `${field} is for ${used.join(', ')} only`,
      },
    });
  return applyDecorators(
    ValidateIf(
      (request: PickLineRequest, value: unknown) =>
        value !== undefined || needed.includes(request.action),
    ),
    notOfTheAction,
  );
}

export class PickLineRequest {
  /**
   * `find` all of it, a weight within 20 %; `short` for less; `refund` for nothing of it;
   * `substitute` other goods where the customer leaves it to you; `propose` other goods, or a
   * greater weight of the same, and the customer decides; `withdraw` what you have proposed;
   * `reset` to begin the line again.
   * @example find
   */
  @IsIn(pickActions)
  action: PickAction;

  /**
   * With `find` and `short` what goes into the bag, with `substitute` and `propose` how much of
   * `productId`: pieces, or grams of goods sold by weight.
   * @example 2
   */
  @For(['find', 'short', 'substitute', 'propose'])
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity?: number;

  /**
   * With `refund`; with `short` it is `out_of_stock` when left out. What is `not_wanted` goes back
   * on the shelf, the rest comes off the stock.
   */
  @For(['refund'], ['short'])
  @IsIn(shortReasons)
  reasonCode?: ShortReason;

  /** With `substitute` and `propose`: one of the line’s substitutes, or other goods. */
  @For(['substitute', 'propose'])
  @IsUUID()
  productId?: string;
}

export const decisions = ['approve', 'decline'] as const;

export class SubstitutionRequest {
  /** @example approve */
  @IsIn(decisions)
  decision: (typeof decisions)[number];
}
