import { describe, expect, it } from 'vitest';
import { routesFor } from './choose-routes.js';
import { channels, kindRules, noticeKinds, routes } from './notice-kinds.js';

const everything = { served: channels, reached: channels };

describe('the channels of a notice', () => {
  it('are those that are usual for its kind, where nothing was chosen', () => {
    for (const kind of noticeKinds) {
      expect(routesFor(kind, {}, everything)).toEqual(kindRules[kind].usual);
    }
  });

  it('are those that were chosen, as far as they are served and reach somebody', () => {
    const choices = { order_late: ['email', 'sms'] } as const;
    expect(routesFor('order_late', choices, everything)).toEqual(['email', 'sms']);
    const noPhone = { served: channels, reached: ['email', 'push'] } as const;
    expect(routesFor('order_late', choices, noPhone)).toEqual(['email']);
    const onlyPush = { served: ['push'], reached: channels } as const;
    expect(routesFor('order_late', choices, onlyPush)).toEqual([]);
    expect(routesFor('order_accepted', choices, everything)).toEqual(['push']);
  });

  it('are none when the kind is switched off', () => {
    const off = { order_placed: [] };
    expect(routesFor('order_placed', off, { served: routes, reached: channels })).toEqual([]);
  });

  it('are another one that reaches, when a question would reach nobody', () => {
    const bySms = { substitution_asked: ['sms'] } as const;
    const noPhone = { served: channels, reached: ['email', 'push'] } as const;
    expect(routesFor('substitution_asked', bySms, noPhone)).toEqual(['push']);
    const mailOnly = { served: ['email'], reached: channels } as const;
    expect(routesFor('substitution_asked', bySms, mailOnly)).toEqual(['email']);
    expect(routesFor('order_placed', { order_placed: ['sms'] }, noPhone)).toEqual([]);
  });

  it('include the log once, whatever reaches nobody', () => {
    const trying = { served: ['log'], reached: ['email'] } as const;
    expect(routesFor('order_placed', {}, trying)).toEqual(['log']);
    expect(routesFor('nearly_there', {}, trying)).toEqual(['log']);
    const both = { served: ['email', 'log'], reached: ['email'] } as const;
    expect(routesFor('order_placed', {}, both)).toEqual(['email', 'log']);
  });
});
