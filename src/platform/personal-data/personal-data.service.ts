import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Transaction } from '../database/transaction.js';
import {
  type Erasure,
  HOLDS_PERSONAL_DATA,
  type PersonalDataHolder,
  type RowCounts,
} from './personal-data.decorator.js';

/** All that is held of a person, by the holders of the modules: providers with `@HoldsPersonalData`. */
@Injectable()
export class PersonalData {
  #found: readonly PersonalDataHolder[] | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** The module that needs most others first: it finds its rows by what those still hold. */
  get holders(): readonly PersonalDataHolder[] {
    this.#found ??= this.discovery
      .getProviders()
      .filter(({ metatype }) => metatype && Reflect.hasMetadata(HOLDS_PERSONAL_DATA, metatype))
      .toSorted((one, other) => (one.host?.distance ?? 0) - (other.host?.distance ?? 0))
      .map(({ instance }) => instance as PersonalDataHolder);
    return this.#found;
  }

  /** One JSON object of all lists of the account, in pieces. */
  async *document(accountId: string, exportedAt: Date): AsyncGenerator<string> {
    yield `{"exportedAt":${JSON.stringify(exportedAt)},"data":{`;
    const lists = this.holders.flatMap((holder) => Object.entries(holder.lists(accountId)));
    lists.sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [at, [name, rows]] of lists.entries()) {
      yield `${at === 0 ? '' : ','}${JSON.stringify(name)}:[`;
      let before = '';
      for await (const row of rows) {
        yield before + JSON.stringify(row);
        before = ',';
      }
      yield ']';
    }
    yield '}}';
  }

  async isUnderWay(tx: Transaction, accountId: string): Promise<boolean> {
    for (const holder of this.holders) {
      if (await holder.isUnderWay?.(tx, accountId)) return true;
    }
    return false;
  }

  async erase(tx: Transaction, erasure: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    for (const holder of this.holders) {
      for (const [table, rows] of Object.entries(await holder.erase(tx, erasure))) {
        counts[table] = (counts[table] ?? 0) + rows;
      }
    }
    return counts;
  }
}
