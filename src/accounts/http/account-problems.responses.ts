import { ProblemMembers } from '../../platform/index.js';

@ProblemMembers()
export class AccountProblemMembers {
  /** `address-book-full`: the most addresses. @example 50 */
  limit?: number;
}
