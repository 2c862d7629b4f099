// Rules that hold for every field of every request: of all classes in the files *.requests.ts.
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { leaveOut, optionalFields } from '../src/platform/http/left-out.js';
import { filesBelow, pathOf } from './support/documents.js';

type RequestClass = new () => Record<string, unknown>;

interface Field {
  readonly of: RequestClass;
  readonly name: string;
  readonly rules: readonly (string | undefined)[];
}

const fields: Field[] = [];

beforeAll(async () => {
  const files = filesBelow('src', '.requests.ts').map((file) => import(pathOf(file)));
  const exported = (await Promise.all(files)).flatMap((file) => Object.values(file as object));
  for (const of of new Set(exported)) {
    if (typeof of === 'function' && /^class\b/.test(String(of))) fields.push(...fieldsOf(of));
  }
});

function fieldsOf(of: unknown): Field[] {
  const type = of as RequestClass;
  const all = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(all.map(({ propertyName }) => propertyName))].map((name) => ({
    of: type,
    name,
    rules: all.filter(({ propertyName }) => propertyName === name).map((rule) => rule.name),
  }));
}

const nameOf = ({ of, name }: Field) => `${of.name}.${name}`;
const isQuery = ({ of }: Field) => of.name.endsWith('Query');

/** The request with this one field, as the pipe hands it on. */
function read({ of, name }: Field, value: unknown) {
  const request = plainToInstance(of, { [name]: value });
  leaveOut(request);
  return request;
}

describe('in every request', () => {
  it('an id becomes lower case', () => {
    const ids = fields.filter(({ rules }) => rules.includes('isUuid'));
    expect(ids.length).toBeGreaterThan(15);
    const sent = '0190B6E2-5F00-7ABC-8DEF-00000000000D';
    const kept = ids.filter((field) => read(field, sent)[field.name] !== sent.toLowerCase());
    expect(kept.map(nameOf)).toEqual([]);
  });

  it('null in an optional field is as leaving it out, unless it clears what is stored', () => {
    const optional = fields.filter(({ of, name }) => optionalFields(of).has(name));
    expect(optional.length).toBeGreaterThan(60);
    const usual = (field: Field) => JSON.stringify(plainToInstance(field.of, {}));
    const told = optional.filter((field) => JSON.stringify(read(field, null)) !== usual(field));
    expect([...new Set(told.map(({ name }) => name))].toSorted()).toEqual([
      'barcode',
      'brand',
      'description',
      'feeMinor',
      'freeFromMinor',
      'limitPerOrder',
      'minimumAge',
      'parentId',
      'size',
    ]);
    const kept = told.filter((field) => read(field, null)[field.name] !== null);
    expect(kept.map(nameOf)).toEqual([]);
  });

  it('null in a field that is needed is refused', () => {
    const needed = fields.filter(({ of, name }) => !optionalFields(of).has(name));
    const taken = needed.filter((field) => isTaken(field, null));
    expect(taken.map(nameOf)).toEqual([]);
  });

  it.each([[''], ['   '], ['\u200b'.repeat(12)], ['\u00a0\u3164\u2800'.repeat(5)]])(
    'the blank text %j is refused, or as left out',
    (blank) => {
      const taken = fields
        .filter((field) => !isQuery(field) && !mayBeAnything.has(nameOf(field)))
        .filter((field) => isTaken(field, blank));
      expect(taken.map(nameOf)).toEqual([]);
    },
  );

  it.each([[[null]], [[[]]], [[7, null]], [{}], [{ lat: null }], [7], ['x'], [true]])(
    'the value %j throws nothing, of whatever type the field is',
    (value) => {
      expect(() => fields.forEach((field) => isTaken(field, value))).not.toThrow();
    },
  );

  it('text that is optional may be empty', () => {
    const blank = fields.filter(({ of, name }) => optionalFields(of).get(name)?.mayBeBlank);
    const free = ['label', 'note', 'notes', 'reason', 'phone', 'photoReference'];
    const names = new Set(blank.map(({ name }) => name));
    expect(free.filter((name) => !names.has(name))).toEqual([]);
  });
});

/**
 * A password may be of any characters; an email to log in with is only looked up; the token is read
 * with the method `card` only; what a phone cannot say well of a fix counts as not known.
 */
const mayBeAnything = new Set([
  'RegisterRequest.password',
  'NewDriverRequest.password',
  'LoginRequest.password',
  'ChangePasswordRequest.currentPassword',
  'ChangePasswordRequest.newPassword',
  'RemoveMyAccountRequest.currentPassword',
  'LoginRequest.email',
  'PlaceOrderRequest.paymentToken',
  'FixRequest.accuracyM',
  'FixRequest.headingDeg',
  'FixRequest.speedMps',
  'FixRequest.recordedAt',
]);

/** Whether the value passes the field's rules, and reaches the route. */
function isTaken(field: Field, value: unknown): boolean {
  const request = read(field, value);
  const refused = validateSync(request).some(({ property }) => property === field.name);
  return (
    !refused &&
    (request[field.name] ?? null) !== null &&
    request[field.name] !== new field.of()[field.name]
  );
}
