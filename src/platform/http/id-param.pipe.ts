import { Injectable, type PipeTransform } from '@nestjs/common';
import { validate } from 'uuid';
import { InvalidId } from '../platform.errors.js';

export const isIdParam = (pipe: unknown) => pipe === IdParam || pipe instanceof IdParam;

/** A path parameter that must be a UUID. @throws invalid-id */
@Injectable()
export class IdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!validate(value)) throw InvalidId.because('The id in the path is not a UUID.');
    return value.toLowerCase();
  }
}
