import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { validate } from 'uuid';
import { refusingTaken, type Transaction } from '../../platform/index.js';
import { StoreEntity } from './store.entity.js';
import { StoreSlugTaken } from '../catalog.errors.js';

const slugTaken = ({ slug }: Partial<StoreEntity>) => ({
  stores_slug_key: () => StoreSlugTaken.because(`Another store has the slug “${slug}”.`),
});

@Injectable()
export class StoreRepository {
  constructor(@InjectRepository(StoreEntity) private readonly stores: Repository<StoreEntity>) {}

  all(): Promise<StoreEntity[]> {
    return this.stores.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** At most two: enough to know whether the store may be left unnamed. */
  firstTwo(): Promise<StoreEntity[]> {
    return this.stores.find({ order: { createdAt: 'ASC', id: 'ASC' }, take: 2 });
  }

  find(idOrSlug: string): Promise<StoreEntity | null> {
    return this.stores.findOneBy(validate(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug });
  }

  findById(tx: Transaction, id: string): Promise<StoreEntity | null> {
    return tx.manager.findOneBy(StoreEntity, { id });
  }

  /** Locked until the transaction ends. */
  hold(tx: Transaction, id: string): Promise<StoreEntity | null> {
    const lock = { mode: 'for_no_key_update' } as const;
    return tx.manager.findOne(StoreEntity, { where: { id }, lock });
  }

  /** @throws store-slug-taken */
  async insert(tx: Transaction, store: StoreEntity): Promise<void> {
    await refusingTaken(slugTaken(store), () => tx.manager.insert(StoreEntity, store));
  }

  /**
   * Changes the store if it has one of the versions (any, where none are given), and makes a new
   * version. False when there is no such row.
   * @throws store-slug-taken
   */
  async update(
    tx: Transaction,
    id: string,
    changes: Partial<StoreEntity>,
    versions?: readonly number[],
  ): Promise<boolean> {
    const update = tx.manager
      .createQueryBuilder()
      .update(StoreEntity)
      .set({ ...changes, version: () => 'version + 1' })
      .where('id = :id', { id });
    if (versions) update.andWhere('version = ANY(:versions)', { versions });
    const { affected } = await refusingTaken(slugTaken(changes), () => update.execute());
    return affected === 1;
  }
}
