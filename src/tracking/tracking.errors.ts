import { defineFailure } from '../kernel/failure.js';

export const OrderEnded = defineFailure({
  code: 'order-ended',
  kind: 'conflict',
  title: 'The order has ended',
  remedy: 'There is nothing left to follow: share an order that is still coming.',
});

export const ShareLinkNotFound = defineFailure({
  code: 'share-link-not-found',
  kind: 'not-found',
  title: 'No such link',
  remedy: 'It has ended or was taken back, or never was: ask who sent it for another.',
});
