import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { validate } from 'uuid';
import type { Transaction } from '../../platform/index.js';
import { StoreEntity } from './store.entity.js';

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
}
