export class SlotPlanOutcomeResponse {
  /** @example 6 */
  opened: number;

  /** Slots with another capacity or cut-off, or reopened. @example 0 */
  changed: number;

  /** Slots deleted, or closed because orders have them. @example 0 */
  removed: number;
}
