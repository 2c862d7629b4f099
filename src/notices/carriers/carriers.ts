import type { NoticeSettings } from '../../platform/index.js';
import type { Route } from '../domain/notice-kinds.js';
import { HttpNoticeCarrier } from './http.notice-carrier.js';
import { LogNoticeCarrier } from './log.notice-carrier.js';
import type { NoticeCarrier } from './notice-carrier.port.js';
import { SmtpNoticeCarrier } from './smtp.notice-carrier.js';

/** Which carrier goes by which channel; a channel without one is not served. */
export class Carriers {
  readonly #byRoute: ReadonlyMap<Route, NoticeCarrier>;

  constructor(carriers: readonly NoticeCarrier[]) {
    this.#byRoute = new Map(
      carriers.flatMap((carrier) => carrier.routes.map((route) => [route, carrier] as const)),
    );
  }

  static of({ ways, smtp, http }: NoticeSettings): Carriers {
    return new Carriers([
      ...(ways.includes('log') ? [new LogNoticeCarrier()] : []),
      ...(smtp ? [new SmtpNoticeCarrier(smtp)] : []),
      ...(http ? [new HttpNoticeCarrier(http)] : []),
    ]);
  }

  get served(): readonly Route[] {
    return [...this.#byRoute.keys()];
  }

  /** Undefined: nothing goes by it here (any more). */
  by(route: Route): NoticeCarrier | undefined {
    return this.#byRoute.get(route);
  }
}
