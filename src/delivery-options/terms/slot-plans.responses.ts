export class SlotPlanOutcomeResponse {
  /** @example 6 */
  opened: number;

  /** Another capacity or cut-off. @example 0 */
  changed: number;

  /** Nobody had them. @example 0 */
  removed: number;
}
