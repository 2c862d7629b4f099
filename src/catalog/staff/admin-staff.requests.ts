import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { RegisterRequest, type StaffRole, staffRoles } from '../../accounts/index.js';
import { MayBeLeftOut, PageQuery, rule } from '../../platform/index.js';

const lowered = ({ value }: TransformFnParams): unknown =>
  Array.isArray(value)
    ? value.map((each: unknown) => (typeof each === 'string' ? each.toLowerCase() : each))
    : value;

const mostStores = 100;

/** The stores that somebody is to work for, by id or slug. */
const StoresOfStaff = () =>
  applyDecorators(
    MayBeLeftOut(),
    Transform(lowered),
    IsArray(),
    ArrayMaxSize(mostStores),
    IsString({ each: true }),
    Length(1, 80, { each: true }),
    rule(
      'all-or-some',
      (value, of) => !(value && (of as { allStores?: unknown }).allStores === true),
      'send either `allStores` or `stores`',
    ),
  );

export class StaffStoresRequest {
  /**
   * Ids or slugs of all stores that the account works for from now on; empty for none.
   * @example ["harbour"]
   */
  @StoresOfStaff()
  stores?: string[];

  /** True: at every store, later ones too; false is as left out. @example false */
  @MayBeLeftOut()
  @IsBoolean()
  allStores?: boolean;
}

export class NewDriverRequest extends RegisterRequest {
  /**
   * Ids or slugs of the stores that the driver works for; without any, your only one.
   * @example ["harbour"]
   */
  @StoresOfStaff()
  stores?: string[];

  /** True: at every store, later ones too; false is as left out. @example false */
  @MayBeLeftOut()
  @IsBoolean()
  allStores?: boolean;
}

export class StaffQuery extends PageQuery {
  @IsOptional()
  @IsIn(staffRoles)
  @ApiPropertyOptional({ enum: staffRoles })
  role?: StaffRole;

  /** Id or slug of a store, such as `harbour`: only people who work there. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  store?: string;
}
