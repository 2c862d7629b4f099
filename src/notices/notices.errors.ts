import { defineFailure } from '../kernel/failure.js';

export const NoticeNeeded = defineFailure({
  code: 'notice-needed',
  kind: 'refused',
  title: 'This notice cannot be switched off',
  remedy:
    'Leave it one channel: it asks something. To be asked nothing, order with the preference `refund`.',
});

export const DeviceNotFound = defineFailure({
  code: 'device-not-found',
  kind: 'not-found',
  title: 'No such device',
  remedy: 'Keep it first with PUT /v1/me/devices/{id}; GET /v1/me/devices lists yours.',
});
