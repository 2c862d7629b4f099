import { Body, Controller, Get, Headers, Param, Patch, Query } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { defineFailure } from '../../kernel/failure.js';
import { Fails } from './fails.decorator.js';
import { IdParam } from './id-param.pipe.js';
import { IfMatch } from './if-match.decorator.js';
import { MachineRoute } from './machine-route.decorator.js';
import { routeFailures } from './route-failures.js';

const failure = (code: string) =>
  defineFailure({ code, kind: 'refused', title: code, remedy: code });
const NotAllowed = failure('not-allowed');
const NotFound = failure('none-such');
const Taken = failure('taken');

@Fails(NotAllowed)
@Controller('things')
class ThingsController {
  @Get()
  all() {}

  @Get('search')
  find(@Query() _query: object) {}

  @Get(':slug')
  bySlug(@Param('slug') _slug: string) {}

  @Get(':id')
  @Fails(NotFound)
  byId(@Headers('accept') _accept: string, @Param('id', IdParam) _id: string) {}

  @Patch(':id')
  @Fails(NotFound)
  @Fails(Taken)
  edit(
    @Param('id', new IdParam()) _id: string,
    @IfMatch() _versions: unknown,
    @Body() _body: object,
  ) {}

  @Get('probe')
  @MachineRoute()
  probe() {}
}

@MachineRoute()
@Controller()
class ProbesController {
  @Get('probe')
  probe() {}
}

const codes = (method: string, controller: typeof ThingsController | typeof ProbesController) =>
  routeFailures(controller, method)
    .map(({ code }) => code)
    .toSorted();
const bad = (...more: string[]) => [...more].toSorted();

describe('a route may refuse', () => {
  it.each([
    ['a query that nobody reads', 'all', bad('not-allowed', 'unknown-field')],
    ['a query that is not valid', 'find', bad('not-allowed', 'unknown-field', 'validation-failed')],
    [
      'a path that cannot be decoded',
      'bySlug',
      bad('bad-request', 'not-allowed', 'unknown-field', 'validation-failed'),
    ],
    [
      'an id that is none',
      'byId',
      bad(
        'bad-request',
        'invalid-id',
        'none-such',
        'not-allowed',
        'unknown-field',
        'validation-failed',
      ),
    ],
    [
      'a body that is not valid',
      'edit',
      bad(
        'bad-request',
        'invalid-id',
        'malformed-json',
        'none-such',
        'not-allowed',
        'taken',
        'unknown-field',
        'validation-failed',
      ),
    ],
    ['nothing that a machine sends', 'probe', ['not-allowed']],
  ])('%s', (_, method, expected) => {
    expect(codes(method, ThingsController)).toEqual(expected);
  });

  it('nothing that a machine sends to a class of machine routes', () => {
    expect(codes('probe', ProbesController)).toEqual([]);
  });
});
