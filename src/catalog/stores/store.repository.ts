import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { validate } from 'uuid';
import { sqlState, type Transaction } from '../../platform/index.js';
import { StoreEntity } from './store.entity.js';

const uniqueViolation = '23505';

@Injectable()
export class StoreRepository {
  constructor(@InjectRepository(StoreEntity) private readonly stores: Repository<StoreEntity>) {}

  all(): Promise<StoreEntity[]> {
    return this.stores.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** At most two: enough to know whether "the store" means anything. */
  firstTwo(): Promise<StoreEntity[]> {
    return this.stores.find({ order: { createdAt: 'ASC', id: 'ASC' }, take: 2 });
  }

  find(idOrSlug: string): Promise<StoreEntity | null> {
    return this.stores.findOneBy(validate(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug });
  }

  findById(tx: Transaction, id: string): Promise<StoreEntity | null> {
    return tx.manager.findOneBy(StoreEntity, { id });
  }

  /** False when the slug is taken. */
  async insert(tx: Transaction, store: StoreEntity): Promise<boolean> {
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(StoreEntity)
      .values(store)
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length === 1;
  }

  /**
   * Changes the store if it has one of the versions (any, where none are given), and counts that
   * as a new version. False when there is no such row; `slug-taken` ends the transaction.
   */
  async update(
    tx: Transaction,
    id: string,
    changes: Partial<StoreEntity>,
    versions?: readonly number[],
  ): Promise<boolean | 'slug-taken'> {
    const update = tx.manager
      .createQueryBuilder()
      .update(StoreEntity)
      .set({ ...changes, version: () => 'version + 1' })
      .where('id = :id', { id });
    if (versions) update.andWhere('version = ANY(:versions)', { versions });
    try {
      return (await update.execute()).affected === 1;
    } catch (error) {
      if (sqlState(error) === uniqueViolation) return 'slug-taken';
      throw error;
    }
  }
}
