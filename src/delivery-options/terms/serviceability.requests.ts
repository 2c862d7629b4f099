import { Transform, type TransformFnParams } from 'class-transformer';
import { StoreQuery } from '../../catalog/index.js';
import { Latitude, Longitude } from '../../platform/index.js';

const degrees = /^-?\d{1,3}(?:\.\d{1,15})?$/;
const numberOf = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && degrees.test(value) ? Number(value) : value;

export class ServiceabilityQuery extends StoreQuery {
  /** @example 25.082 */
  @Transform(numberOf)
  @Latitude()
  lat: number;

  /** @example 55.142 */
  @Transform(numberOf)
  @Longitude()
  lng: number;
}
