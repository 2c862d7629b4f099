import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Audit, MACHINE_ROUTE, timesSent } from '../platform/index.js';
import { ACCESS, type Access, CHECKS_ACCOUNT, OF_NO_STORE } from './access.decorators.js';
import { AccessTokensService } from './access-tokens.service.js';
import { AccountStates } from './account-states.service.js';
import { Forbidden, Unauthenticated } from './accounts.errors.js';
import { type IdentifiedRequest, type Identity, isStaff } from './identity.js';
import { StaffStores } from './staff-stores.service.js';

/** RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1). */
const bearer = /^Bearer +([\w.~+/-]+=*)$/i;

/** The usual spelling; a header with it holds a known token or goes the long way. */
const plainScheme = 'Bearer ';

type Sent = Pick<IdentifiedRequest, 'headers'>;

/** Stands before every route, and refuses routes that do not say who may call them. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #known = new WeakMap<Type, Map<Function, Access>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokensService,
    private readonly states: AccountStates,
    private readonly staff: StaffStores,
    private readonly audit: Audit,
  ) {}

  /** @throws unauthenticated, token-expired, invalid-token, session-ended, forbidden */
  canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    return this.lets(request, context.getHandler(), context.getClass());
  }

  /**
   * True when the request may go on to that handler; its `identity` is set then.
   * @throws unauthenticated, token-expired, invalid-token, session-ended, forbidden
   */
  async lets(request: IdentifiedRequest, handler: Function, controller: Type): Promise<boolean> {
    const access = this.#accessTo(handler, controller);
    if (access === 'public') return true;
    if (access === undefined) throw Forbidden.because('Nobody may call this route.');

    if (timesSent('authorization', request.raw) > 1) {
      throw Unauthenticated.because('There are two Authorization headers.');
    }
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw Unauthenticated.because('The Authorization header holds no Bearer token.');
    }
    const identity = await this.tokens.verify(token);
    this.states.require(identity);
    if (!access.includes(identity.role)) {
      this.audit.count('access', 'refused');
      throw Forbidden.because(`The role ${identity.role} may not call this route.`);
    }
    if (this.#isChecked(request, identity, handler)) await this.states.check(identity);
    request.identity =
      isStaff(identity.role) && !this.#isOfNoStore(handler, controller)
        ? { ...identity, stores: await this.staff.of(identity.accountId) }
        : identity;
    return true;
  }

  #isChecked({ raw }: IdentifiedRequest, { role }: Identity, handler: Function): boolean {
    const isWrite = raw.method !== 'GET' && raw.method !== 'HEAD';
    if (role === 'admin' && isWrite) return true;
    return this.reflector.get<boolean | undefined>(CHECKS_ACCOUNT, handler) === true;
  }

  /**
   * For lanes, which answer before Nest asks its guards: the sender's identity, if it is known
   * already, with its stores, and may call the handler. `lets` checks, or refuses, all other
   * requests.
   */
  known(handler: Function, controller: Type): (request: Sent) => Identity | undefined {
    const access = this.#accessTo(handler, controller);
    if (access === undefined || access === 'public') throw new Error('Nobody needs to be known.');
    const isOfNoStore = this.#isOfNoStore(handler, controller);
    return ({ headers: { authorization } }) => {
      if (!authorization?.startsWith(plainScheme)) return undefined;
      const identity = this.tokens.known(authorization.slice(plainScheme.length));
      const isLet = identity && access.includes(identity.role) && !this.states.refuses(identity);
      if (!isLet) return undefined;
      if (isOfNoStore || !isStaff(identity.role)) return identity;
      const stores = this.staff.known(identity.accountId);
      return stores && { ...identity, stores };
    };
  }

  #isOfNoStore(handler: Function, controller: Type): boolean {
    return this.reflector.getAllAndOverride(OF_NO_STORE, [handler, controller]) === true;
  }

  /** Looked up once: decorators do not change, and reading them costs more than a poll's cache. */
  #accessTo(handler: Function, controller: Type): Access | undefined {
    let ofHandlers = this.#known.get(controller);
    if (!ofHandlers) this.#known.set(controller, (ofHandlers = new Map()));
    const known = ofHandlers.get(handler);
    if (known !== undefined) return known;
    const places = [handler, controller];
    const isMachines = this.reflector.getAllAndOverride<boolean | undefined>(MACHINE_ROUTE, places);
    const access = isMachines
      ? 'public'
      : this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access !== undefined) ofHandlers.set(handler, access);
    return access;
  }
}
