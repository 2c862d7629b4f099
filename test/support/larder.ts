import { randomUUID } from 'node:crypto';
import { ConsoleLogger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { InjectOptions } from 'fastify';
import type { DestinationStream } from 'pino';
import { AccessTokensService } from '../../src/accounts/access-tokens.service.js';
import { AccountsService, type Role, type StoreScope } from '../../src/accounts/index.js';
import { PasswordsService } from '../../src/accounts/passwords.service.js';
import { AppModule } from '../../src/app.module.js';
import { demoLogins } from '../../src/demo/index.js';
import { Clock } from '../../src/kernel/clock.js';
import {
  type AppConfig,
  Database,
  Jobs,
  Outbox,
  RedisConnection,
} from '../../src/platform/index.js';
import { afterwards } from './afterwards.js';
import { eventually, nudgedWhileWaiting } from './eventually.js';
import { freshConfig } from './ground.js';
import { configureEdge, fastifyAdapter } from '../../src/platform/http/edge.js';
import { createLogger, NestLogger } from '../../src/platform/logging/logging.js';
import { serveDocs } from '../../src/platform/http/docs.js';
import { SqlCounter } from '../../src/platform/database/sql-counter.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly text: string;
  // Tests read answers freely; the types of requests and responses are asserted on the document.
  readonly body: any;
}

export interface LarderOptions {
  readonly demo?: boolean;
  /** With a clock of its own, no job runs by schedule: only when enqueued or called. */
  readonly clock?: Clock;
  readonly env?: NodeJS.ProcessEnv;
  /** Gets every log line, in place of the terminal. */
  readonly log?: DestinationStream;
}

/** A running Larder on the services (or without them), with a database of its own. */
export class Larder {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly config: AppConfig,
  ) {
    patient(app.get(RedisConnection));
    const [outbox, jobs] = [app.get(Outbox), app.get(Jobs)];
    const forget = nudgedWhileWaiting(() => {
      outbox.nudge();
      jobs.nudge();
    });
    const close = app.close.bind(app);
    // Closes a Larder that a failed test has left open, when its file ends.
    app.close = afterwards(() => {
      forget();
      return close();
    });
  }

  static async open(options: LarderOptions = {}): Promise<Larder> {
    const config = await freshConfig({ ...seeding(options), ...options.env });
    return Larder.openWith(config, options.clock, options.log);
  }

  /** Opens another process of the same fleet, or the same one after a restart. */
  static async openWith(
    config: AppConfig,
    clock?: Clock,
    log?: DestinationStream,
  ): Promise<Larder> {
    const logger = createLogger(config.logLevel, log);
    const builder = Test.createTestingModule({ imports: [AppModule.with(config)] });
    if (clock) builder.overrideProvider(Clock).useValue(clock);
    builder.setLogger(
      log
        ? new NestLogger(logger)
        : new ConsoleLogger({ logLevels: ['error', 'fatal'], forceConsole: true }),
    );
    const module = await builder.compile();
    if (clock) withoutCron(module.get(Jobs));
    hashOnce(module.get(PasswordsService));
    const app = module.createNestApplication<NestFastifyApplication>(
      fastifyAdapter(logger, config.trustedProxies) as FastifyAdapter,
    );
    configureEdge(app);
    serveDocs(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new Larder(app, config);
  }

  async send(options: InjectOptions): Promise<Answer> {
    const answer = await this.app.inject(options);
    const json = String(answer.headers['content-type']).includes('json') && answer.body !== '';
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string | undefined>,
      text: answer.body,
      body: json ? JSON.parse(answer.body) : undefined,
    };
  }

  /** A caller without a login. */
  get anyone(): Person {
    return new Person(this, null);
  }

  async login(email: string, password: string): Promise<Person> {
    const answer = await this.anyone.post('/v1/auth/login', { email, password });
    if (answer.status !== 200) throw new Error(`login failed: ${answer.text}`);
    return new Person(this, answer.body.accessToken);
  }

  /** The demo account of a role. */
  demo(role: Role): Promise<Person> {
    const login = demoLogins.find((candidate) => candidate.role === role)!;
    return this.login(login.email, login.password);
  }

  /**
   * A new account of a role, logged in: like `login`, without the cost of a hash. Staff work at all
   * stores, unless told otherwise.
   */
  async person(role: Role, name: string = role, stores: StoreScope = 'all'): Promise<Person> {
    const email = `${name}-${Math.random().toString(36).slice(2)}@test.example`;
    const { app } = this;
    const works = role === 'customer' ? {} : { stores };
    const account = await app
      .get(AccountsService)
      .create({ email, password: peoplesPassword, displayName: name, role, ...works });
    const issued = await app
      .get(AccessTokensService)
      .issue({ accountId: account.id, role, sessionId: randomUUID() });
    return new Person(this, issued.accessToken);
  }

  /** The number of SQL statements that requests have caused so far. */
  get sqlForRequests(): number {
    return this.app.get(SqlCounter).forRequests;
  }

  /** Waits until the relay has delivered everything that was published. */
  async delivered(withinMs?: number): Promise<void> {
    const waiting = 'SELECT FROM outbox WHERE published_at IS NULL';
    await eventually(
      'all facts are delivered',
      async () => (await this.app.get(Database).query(waiting)).length === 0,
      withinMs,
    );
  }

  /** Gives up on Redis as soon as production does: for tests of a slow or frozen one. */
  impatient(): this {
    delete (this.app.get(RedisConnection) as Partial<RedisConnection>).withDeadline;
    return this;
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** A sender of requests, with an access token. */
export class Person {
  constructor(
    private readonly larder: Larder,
    readonly token: string | null,
  ) {}

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.larder.send({ method: 'GET', url, headers: { ...this.#auth(), ...headers } });
  }

  post(url: string, payload?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { ...this.#auth(), ...headers };
    return this.larder.send({ method: 'POST', url, headers: all, ...(payload && { payload }) });
  }

  put(url: string, payload: object, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { ...this.#auth(), ...headers };
    return this.larder.send({ method: 'PUT', url, headers: all, payload });
  }

  patch(url: string, payload: object, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { ...this.#auth(), ...headers };
    return this.larder.send({ method: 'PATCH', url, headers: all, payload });
  }

  delete(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.larder.send({ method: 'DELETE', url, headers: { ...this.#auth(), ...headers } });
  }

  #auth(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }
}

const peoplesPassword = 'a long password';
let peoplesHash: Promise<string> | undefined;

/** Thousands of people share this password, and a hash takes a core for twenty milliseconds. */
function hashOnce(passwords: PasswordsService): void {
  const hash = passwords.hash.bind(passwords);
  passwords.hash = (password, address) =>
    password === peoplesPassword && address === undefined
      ? (peoplesHash ??= hash(password))
      : hash(password, address);
}

function seeding(options: LarderOptions): NodeJS.ProcessEnv {
  return { SEED_DEMO: String(options.demo ?? false) };
}

/** Cron follows the machine's clock: a run in mid-test would change what the test counts. */
function withoutCron(jobs: Jobs): void {
  const define = jobs.define.bind(jobs);
  jobs.define = ({ name, atOnce = 1, handle }) => define({ name, atOnce, handle });
}

/** A machine busy with tests answers late, which is no fault of Redis. */
function patient(redis: RedisConnection): void {
  const withDeadline = redis.withDeadline.bind(redis);
  redis.withDeadline = (milliseconds, call) => withDeadline(milliseconds + 20_000, call);
}
