import { ApiProperty } from '@nestjs/swagger';
import { Characters } from './auth.requests.js';

export class RemoveMyAccountRequest {
  /** The password that you log in with. */
  @ApiProperty({ format: 'password', example: 'correct horse battery' })
  @Characters(1, 128)
  currentPassword: string;
}
