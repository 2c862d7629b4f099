import { defineFailure } from '../kernel/failure.js';

export const Unauthenticated = defineFailure({
  code: 'unauthenticated',
  kind: 'unauthenticated',
  title: 'A login is needed',
  remedy: 'Log in with POST /v1/auth/login and send `Authorization: Bearer <accessToken>`.',
});
export const TokenExpired = defineFailure({
  code: 'token-expired',
  kind: 'unauthenticated',
  title: 'The access token has expired',
  remedy: 'Get another with POST /v1/auth/refresh, or log in, and repeat the request with it.',
});
export const SessionEnded = defineFailure({
  code: 'session-ended',
  kind: 'unauthenticated',
  title: 'The session has ended',
  remedy: 'Log in again; the account may have been changed, disabled or removed.',
});
export const InvalidRefreshToken = defineFailure({
  code: 'invalid-refresh-token',
  kind: 'unauthenticated',
  title: 'There is no valid refresh token',
  remedy:
    'Send the newest `refreshToken`, or the cookie of POST /v1/auth/login; else log in again.',
});
export const CrossSiteRequest = defineFailure({
  code: 'cross-site-request',
  kind: 'forbidden',
  title: 'The request does not come from a page of this site',
  remedy: 'Use the cookie from pages of the same origin only; apps send `refreshToken` instead.',
});
export const SessionNotFound = defineFailure({
  code: 'session-not-found',
  kind: 'not-found',
  title: 'No such session',
  remedy: 'Use an id from GET /v1/me/sessions; sessions of others are not found.',
});
export const AccountDisabled = defineFailure({
  code: 'account-disabled',
  kind: 'forbidden',
  title: 'The account is disabled',
  remedy: 'Ask the shop.',
});
export const InvalidToken = defineFailure({
  code: 'invalid-token',
  kind: 'unauthenticated',
  title: 'The access token is not valid',
  remedy: 'Send the `accessToken` of POST /v1/auth/login exactly as it was answered.',
});
export const Forbidden = defineFailure({
  code: 'forbidden',
  kind: 'forbidden',
  title: 'This account may not do that',
  remedy: 'Log in with an account whose role may; the route’s description says which.',
});
export const InvalidCredentials = defineFailure({
  code: 'invalid-credentials',
  kind: 'unauthenticated',
  title: 'Email and password do not match',
  remedy: 'Check both; register with POST /v1/auth/register if there is no account yet.',
});
export const EmailTaken = defineFailure({
  code: 'email-taken',
  kind: 'conflict',
  title: 'There is an account with this email',
  remedy: 'Log in with it, or register another address.',
});
export const AccountNotFound = defineFailure({
  code: 'account-not-found',
  kind: 'not-found',
  title: 'No such account',
  remedy: 'Use the `id` of an account.',
});
export const OwnAccount = defineFailure({
  code: 'own-account',
  kind: 'conflict',
  title: 'Nobody changes the role or the state of their own account',
  remedy: 'Ask another admin.',
});
export const WeakPassword = defineFailure({
  code: 'weak-password',
  kind: 'refused',
  title: 'The password is too easy to guess',
  remedy: 'Choose another, such as a few words; `weakness` says why not this one.',
});
export const WrongPassword = defineFailure({
  code: 'wrong-password',
  kind: 'refused',
  title: 'The current password is another',
  remedy: 'Send the password that you log in with as `currentPassword`.',
});
export const StaffAccount = defineFailure({
  code: 'staff-account',
  kind: 'forbidden',
  title: 'Accounts of staff are not erased by themselves',
  remedy: 'Ask an admin to disable the account.',
});
export const OrdersUnderWay = defineFailure({
  code: 'orders-under-way',
  kind: 'conflict',
  title: 'Orders of the account are under way',
  remedy: 'Wait until they have ended, or cancel them, and ask again.',
});
export const ErasureNotFound = defineFailure({
  code: 'erasure-not-found',
  kind: 'not-found',
  title: 'The account is not going to be erased',
  remedy: 'Ask for it with DELETE /v1/me, if you want it.',
});
export const LoginsBusy = defineFailure({
  code: 'logins-busy',
  kind: 'unavailable',
  title: 'Too many people are logging in at this moment',
  remedy: 'Try again after the seconds in Retry-After.',
});
export const AddressNotFound = defineFailure({
  code: 'address-not-found',
  kind: 'not-found',
  title: 'No such address',
  remedy: 'Use an id from GET /v1/me/addresses; addresses of others are not found.',
});
export const AddressBookFull = defineFailure({
  code: 'address-book-full',
  kind: 'conflict',
  title: 'The address book is full',
  remedy: 'Delete one of your addresses first, or change one: there may be `limit` of them.',
});
