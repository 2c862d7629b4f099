import type { NoticeSettings } from './notice-settings.js';

export interface LoginTries {
  readonly ofAccountAtAddress: number;
  readonly ofAccount: number;
  readonly ofAddress: number;
  readonly registrationsOfAddress: number;
}

/** What one account may have at once without having paid for it. */
export interface CustomerAllowance {
  readonly openOrders: number;
  /** Of one product, in pieces or kilograms. */
  readonly heldUnits: number;
}

/** Who may read /metrics: whoever asks, whoever has the token, or whoever reaches the port. */
export interface MetricsAccess {
  readonly isOpen: boolean;
  readonly token: string | undefined;
  readonly port: number | undefined;
}

export type Mode = 'embedded' | 'services';

/** The settings of one running Larder, validated and frozen; the class is its injection token. */
export abstract class AppConfig {
  /** `embedded`: PGlite and in-process adapters, for trying. `services`: PostgreSQL and Redis. */
  readonly mode: Mode;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly cacheLocalBytes: number;
  readonly redisUrl: string | undefined;
  readonly redisNamespace: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /**
   * The first signs, all verify. Empty only until the embedded mode has made one, which it keeps in
   * the data directory.
   */
  readonly authSecrets: readonly string[];
  readonly accessTokenMinutes: number;
  /** The limits on tries of passwords, in 15 minutes. */
  readonly loginTries: LoginTries;
  /** The most password checks of one address under way at once. */
  readonly loginsAtOnce: number;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly orderAcceptMinutes: number;
  /** Days after its end when an order forgets where it went. */
  readonly orderPrivacyDays: number;
  /** Days from the wish of a person to be forgotten to the erasure. */
  readonly erasureGraceDays: number;
  readonly rateLimits: boolean;
  readonly customerLimits: CustomerAllowance;
  /** `none`: every order is paid at the door. */
  readonly paymentProvider: 'none' | 'fake';
  /** The current secrets, `whsec_…`. Without any, every webhook is refused. */
  readonly paymentWebhookSecrets: readonly string[];
  readonly notices: NoticeSettings;
  readonly seedDemo: boolean;
  readonly docs: boolean;
  readonly metrics: MetricsAccess;
  /** How long lines of the audit log are kept; 30 at least. */
  readonly auditRetentionDays: number;
  readonly logLevel: string;
}
