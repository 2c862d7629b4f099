import { defineFailure } from '../kernel/failure.js';

export const OrderEnded = defineFailure({
  code: 'order-ended',
  kind: 'conflict',
  title: 'The order has ended',
  remedy: 'There is nothing left to follow: share an order that is still coming.',
});

export const TooManyLinks = defineFailure({
  code: 'too-many-links',
  kind: 'conflict',
  title: 'The order has as many links as it may have',
  remedy: 'Pass on one of them, or end all with DELETE /v1/orders/{id}/share.',
});

export const ShareLinkNotFound = defineFailure({
  code: 'share-link-not-found',
  kind: 'not-found',
  title: 'No such link',
  remedy: 'It has ended or was revoked, or never existed: ask its sender for another.',
});

export const TooManyStreams = defineFailure({
  code: 'too-many-streams',
  kind: 'rate-limited',
  title: 'You have too many streams open',
  remedy: 'Close one of the five that you have, or poll instead.',
});

export const StreamsFull = defineFailure({
  code: 'streams-full',
  kind: 'unavailable',
  title: 'Too many streams are open here',
  remedy: 'Poll instead, or try again after the seconds in Retry-After.',
});
