import { accountResponse } from '../../accounts/index.js';
import type { StaffResponse } from './admin-staff.responses.js';
import type { StaffAtStores } from './staff-admin.service.js';

export function staffResponse({ member, stores }: StaffAtStores): StaffResponse {
  return {
    ...accountResponse(member),
    allStores: stores === null,
    stores: (stores ?? []).map(({ id, slug, name }) => ({ id, slug, name })),
  };
}
