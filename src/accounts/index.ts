export { AccessGuard } from './access.guard.js';
export { Caller, Public, Roles } from './access.decorators.js';
export {
  AddressNotFound,
  EmailTaken,
  Forbidden,
  InvalidCredentials,
  InvalidToken,
  LoginsBusy,
  TokenExpired,
  Unauthenticated,
} from './accounts.errors.js';
export {
  accountRegistered,
  type AccountRegistered,
  accountRegisteredEvent,
} from './accounts.events.js';
export { AccountsModule } from './accounts.module.js';
export { accountsSchema } from './accounts.schema.js';
export { type Account, AccountsService, type NewAccount } from './accounts.service.js';
export type { Destination } from './address.js';
export { AddressBook } from './address-book.service.js';
export { DeliverTo, destinationOf } from './http/destination.requests.js';
export { DestinationResponse } from './http/destination.responses.js';
export { type IdentifiedRequest, type Identity, isRole, type Role, roles } from './identity.js';
