import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './identity.js';

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  email: string;

  /** Read only by queries that name it, so that no answer shows it by accident. */
  @Column('text', { name: 'password_hash', select: false })
  passwordHash: string;

  @Column('text', { name: 'display_name' })
  displayName: string;

  @Column('text')
  role: Role;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
