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
  remedy: 'Log in again and repeat the request with the new token.',
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
