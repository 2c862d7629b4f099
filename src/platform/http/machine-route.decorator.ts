import { SetMetadata } from '@nestjs/common';

/** Marks routes that machines call without a login: health, metrics. */
export const MACHINE_ROUTE = 'larder:machine-route';

export const MachineRoute = (): ClassDecorator & MethodDecorator =>
  SetMetadata(MACHINE_ROUTE, true);
