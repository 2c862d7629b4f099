import { Logger } from '@nestjs/common';
import { describe, vi } from 'vitest';
import { LogNoticeCarrier } from './log.notice-carrier.js';
import { carriesNotices, type Received } from './notice-carrier.contract.js';

const line = /^Only logged, order_accepted for account (\S+): (.+?)\. ((?:Harbour|سيجهز)[^]*)$/;

describe('the log', () => {
  carriesNotices(async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    return {
      carrier: new LogNoticeCarrier(),
      received: () =>
        warn.mock.calls.map(([said]): Received => {
          const [, account, title, text] = line.exec(String(said))!;
          const unsaid = { id: null, language: null, direction: null };
          return { ...unsaid, title: title!, text: text!, to: [account!] };
        }),
      close: async () => warn.mockRestore(),
    };
  }, ['log']);
});
