import { ApiProperty } from '@nestjs/swagger';
import { ProblemMembers } from '../../platform/index.js';
import { type Weakness, weaknesses } from '../password-rules.js';

@ProblemMembers()
export class AccountProblemMembers {
  /** `address-book-full`: the most addresses. @example 50 */
  limit?: number;

  /** `weak-password`: why it is too easy to guess. @example common */
  @ApiProperty({ enum: weaknesses })
  weakness?: Weakness;
}
