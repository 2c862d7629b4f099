import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccessGuard } from '../../accounts/index.js';
import { Lanes } from '../../platform/index.js';
import { type Recorded, RecordLocation } from '../use-cases/record-location.service.js';
import { LocationController } from './location.controller.js';
import { plainPing } from './plain-ping.js';

const route = '/v1/driver/location';
/** Room for some twenty fixes: larger batches go to the route. */
const mostBytes = 4096;

/** Takes plain pings in the place of `LocationController.record`. */
@Injectable()
export class PingLane implements OnModuleInit {
  constructor(
    private readonly lanes: Lanes,
    private readonly guard: AccessGuard,
    private readonly location: RecordLocation,
  ) {}

  onModuleInit(): void {
    const ping = { route };
    this.lanes.open({
      method: 'POST',
      mostBytes,
      find: (url) => (url === route ? ping : undefined),
      admits: this.guard.known(LocationController.prototype.recordLocation, LocationController),
      answer: ({ who, spent, text }) => {
        const fixes = plainPing(parsed(text));
        if (!fixes) return null;
        const { epoch } = fixes[0];
        return this.location.record(who.accountId, epoch, fixes, spent).then(answerOf);
      },
    });
  }
}

const commonest = { body: JSON.stringify({ applied: true, reason: null } satisfies Recorded) };

function answerOf(recorded: Recorded): { body: string } {
  const isCommon = recorded.applied && recorded.reason === null;
  return isCommon ? commonest : { body: JSON.stringify(recorded) };
}

/** Undefined for text that is not JSON, as for JSON that is no ping. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
