import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('categories')
export class CategoryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  /** Null for a department; an aisle stands under one, a shelf under an aisle. */
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId: string | null;
}
