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

  /** Since then nobody logs in to it; null for an account in use. */
  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;
}
