export type DeliveryStatus = 'assigned' | 'collected' | 'delivered';
export type DeliveryStep = 'collect' | 'deliver';

/** The whole machine: each step leads from one status to one other. */
export const deliverySteps: Readonly<
  Record<DeliveryStep, { readonly from: DeliveryStatus; readonly to: DeliveryStatus }>
> = {
  collect: { from: 'assigned', to: 'collected' },
  deliver: { from: 'collected', to: 'delivered' },
};

/** A delivery in one of these occupies its order and its driver. */
export const activeStatuses: readonly DeliveryStatus[] = ['assigned', 'collected'];

export function stepsFrom(status: DeliveryStatus): DeliveryStep[] {
  const steps = Object.keys(deliverySteps) as DeliveryStep[];
  return steps.filter((step) => deliverySteps[step].from === status);
}
