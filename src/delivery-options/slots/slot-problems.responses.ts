import { ProblemMembers } from '../../platform/index.js';

@ProblemMembers()
export class SlotProblemMembers {
  /** `slot-capacity-taken`: the orders that have the slot. @example 12 */
  taken?: number;
}
