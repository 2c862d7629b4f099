import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../platform/index.js';
import { type Role, roles } from '../identity.js';

export class ChangeAccountRequest {
  /** The account’s rights from now on. @example dispatcher */
  @MayBeLeftOut()
  @IsIn(roles)
  @ApiProperty({ enum: roles })
  role?: Role;

  /** Whether nobody may log in to it. @example true */
  @MayBeLeftOut()
  @IsBoolean()
  disabled?: boolean;
}
