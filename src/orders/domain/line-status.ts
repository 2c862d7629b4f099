// A line's lifecycle as data; see kernel/state-machine.ts. Lines move during picking.
import { StateMachine } from '../../kernel/state-machine.js';
import type { ActorRole } from './order-status.js';

export const lineStatuses = [
  'pending',
  'found',
  'short',
  'substitute_proposed',
  'substituted',
  'refunded',
] as const;
export type LineStatus = (typeof lineStatuses)[number];

export type LineGuard =
  /** The ordered count, or a weight within the tolerance. */
  | 'whole_amount'
  /** More than nothing, and less than `found` needs. */
  | 'part_amount'
  /** The customer lets the picker choose; the substitute costs no more than ordered. */
  | 'substitute_allowed'
  /** The customer allows proposals, or the weight is too high to go in without their consent. */
  | 'must_ask'
  | 'proposal_replaces'
  | 'proposal_weighs'
  /** The customer's fallback for a proposal without an answer. */
  | 'fallback_accept'
  | 'fallback_refund';

export type LineEffect =
  /** Reserves the substitute, besides the ordered goods. */
  'reserve_substitute' | 'release_substitute';

export const lineMachine = new StateMachine<LineStatus, ActorRole, LineGuard, LineEffect>(
  'line',
  lineStatuses,
  ['pending'],
  [
    { action: 'find', from: ['pending'], to: 'found', by: ['picker'], guards: ['whole_amount'] },
    { action: 'short', from: ['pending'], to: 'short', by: ['picker'], guards: ['part_amount'] },
    { action: 'refund', from: ['pending'], to: 'refunded', by: ['picker'] },
    {
      action: 'substitute',
      from: ['pending'],
      to: 'substituted',
      by: ['picker'],
      guards: ['substitute_allowed'],
      effects: ['reserve_substitute'],
    },
    {
      action: 'propose',
      from: ['pending'],
      to: 'substitute_proposed',
      by: ['picker'],
      guards: ['must_ask'],
      effects: ['reserve_substitute'],
    },
    {
      action: 'approve',
      from: ['substitute_proposed'],
      to: 'substituted',
      by: ['customer'],
      guards: ['proposal_replaces'],
    },
    {
      action: 'approve',
      from: ['substitute_proposed'],
      to: 'found',
      by: ['customer'],
      guards: ['proposal_weighs'],
    },
    {
      action: 'decline',
      from: ['substitute_proposed'],
      to: 'refunded',
      by: ['customer'],
      effects: ['release_substitute'],
    },
    {
      action: 'lapse',
      from: ['substitute_proposed'],
      to: 'substituted',
      by: ['system'],
      guards: ['fallback_accept', 'proposal_replaces'],
    },
    {
      action: 'lapse',
      from: ['substitute_proposed'],
      to: 'found',
      by: ['system'],
      guards: ['fallback_accept', 'proposal_weighs'],
    },
    {
      action: 'lapse',
      from: ['substitute_proposed'],
      to: 'refunded',
      by: ['system'],
      guards: ['fallback_refund'],
      effects: ['release_substitute'],
    },
    {
      action: 'withdraw',
      from: ['substitute_proposed'],
      to: 'pending',
      by: ['picker'],
      effects: ['release_substitute'],
    },
    {
      action: 'reset',
      from: ['found', 'short', 'substituted', 'refunded'],
      to: 'pending',
      by: ['picker'],
      effects: ['release_substitute'],
    },
  ],
);

/** The actions of people, for `allowedActions`. */
export const lineActionsOfPeople = lineMachine.actionsOf((actor) => actor !== 'system');
