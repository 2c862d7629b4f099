export { AccessGuard } from './access.guard.js';
export { Caller, ChecksAccount, OfNoStore, Public, Roles } from './access.decorators.js';
export {
  AddressNotFound,
  EmailTaken,
  Forbidden,
  InvalidToken,
  LoginsBusy,
  WeakPassword,
} from './accounts.errors.js';
export { AccountsModule } from './accounts.module.js';
export { accountsSchema } from './accounts.schema.js';
export { type Account, AccountsService } from './accounts.service.js';
export type { Destination } from './address.js';
export { AddressBook } from './address-book.service.js';
export { DeliverTo, destinationOf } from './http/destination.requests.js';
export { DestinationResponse } from './http/destination.responses.js';
export { AccountResponse, accountResponse } from './http/account.responses.js';
export { RegisterRequest } from './http/auth.requests.js';
export {
  type IdentifiedRequest,
  type Identity,
  type Role,
  type StaffRole,
  staffRoles,
} from './identity.js';
export { type StaffMember, StaffQueries } from './staff.queries.js';
export { StaffStores } from './staff-stores.service.js';
export {
  type InStores,
  reachesAll,
  requireAllStores,
  storesFor,
  type StoreScope,
  worksAt,
} from './store-scope.js';
