import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import { StoreHandle } from '../../catalog/index.js';
import { IsId, PageQuery } from '../../platform/index.js';
import { type ShortReason, shortReasons } from '../domain/line-step.js';

export class BagsRequest {
  /** Neither chilled nor frozen. @example 2 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(99)
  ambient?: number;

  /** @example 1 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(99)
  chilled?: number;

  /** @example 0 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(99)
  frozen?: number;
}

export class ReadyRequest {
  /** The bags that the driver takes, by kind; left out: not counted. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BagsRequest)
  bags?: BagsRequest;
}

/** One store's queue. */
export class PickingQueueQuery extends PageQuery {
  @StoreHandle()
  store?: string;
}

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

/** A field that actions in `needed` require, those in `optional` allow, and the rest forbid. */
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
   * `find`: all of it, or a weight within 20 %; `short`: less; `refund`: nothing; `substitute`:
   * other goods, where the customer leaves it to you; `propose`: other goods, or a greater weight
   * of the same, for the customer to decide; `withdraw`: take your proposal back; `reset`: begin
   * the line again.
   * @example find
   */
  @IsIn(pickActions)
  action: PickAction;

  /**
   * With `find` and `short`, the quantity in the bag; with `substitute` and `propose`, the quantity
   * of `productId`: pieces, or grams of goods sold by weight.
   * @example 2
   */
  @For(['find', 'short', 'substitute', 'propose'])
  @IsInt()
  @Min(1)
  @Max(100_000)
  quantity?: number;

  /**
   * For `refund`; for `short` it is `out_of_stock` when left out. Goods that are `not_wanted` go
   * back on the shelf, all others come off the stock.
   */
  @For(['refund'], ['short'])
  @IsIn(shortReasons)
  reasonCode?: ShortReason;

  /** With `substitute` and `propose`: one of the line’s substitutes, or any other product. */
  @For(['substitute', 'propose'])
  @IsId()
  productId?: string;
}

export const decisions = ['approve', 'decline'] as const;

export class SubstitutionRequest {
  /** @example approve */
  @IsIn(decisions)
  decision: (typeof decisions)[number];
}
