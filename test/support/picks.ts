// Actions of a picker and a customer on the lines of one order, over HTTP.
import type { Answer, Person } from './larder.js';
import { wanted } from './people.js';
import type { Lines, Shop } from './shop.js';

export interface PickedLine {
  readonly id: string;
  readonly sku: string;
  readonly status: string;
  readonly allowedActions: string[];
  readonly answerBy: string | null;
  readonly [field: string]: any;
}

/** An order that its picker has started. */
export class Pick {
  private constructor(
    private readonly shop: Shop,
    readonly customer: Person,
    readonly picker: Person,
    readonly orderId: string,
    private readonly lineIds: readonly string[],
  ) {}

  static async start(
    shop: Shop,
    customer: Person,
    lines: Lines,
    options: { readonly inSlot?: boolean } = {},
  ): Promise<Pick> {
    const orderId = await shop.order(customer, lines, options);
    await shop.walkTo(orderId, 'picking');
    const { picker } = await shop.staff();
    const order = await wanted(200, picker.get(`/v1/orders/${orderId}`));
    const ids = order.lines.map(({ id }: PickedLine) => id);
    return new Pick(shop, customer, picker, orderId, ids);
  }

  lineId(index = 0): string {
    return this.lineIds[index]!;
  }

  url(index = 0): string {
    return `/v1/picking/orders/${this.orderId}/lines/${this.lineId(index)}`;
  }

  /** Sends the body for a line; a product may be named by its SKU. */
  line(action: string, fields: Record<string, unknown> = {}, index = 0): Promise<Answer> {
    const { sku, ...rest } = fields;
    const product = sku === undefined ? {} : { productId: this.shop.productId(String(sku)) };
    return this.picker.patch(this.url(index), { action, ...product, ...rest });
  }

  decide(decision: string, index = 0, who = this.customer): Promise<Answer> {
    const url = `/v1/orders/${this.orderId}/lines/${this.lineId(index)}/substitution`;
    return who.post(url, { decision });
  }

  move(action: string, who = this.picker): Promise<Answer> {
    return who.post(`/v1/picking/orders/${this.orderId}/${action}`);
  }

  async seen(index = 0, who = this.picker): Promise<PickedLine> {
    const order = await wanted(200, who.get(`/v1/orders/${this.orderId}`));
    return order.lines[index];
  }

  order(who = this.picker): Promise<Answer['body']> {
    return wanted(200, who.get(`/v1/orders/${this.orderId}`));
  }

  /** The actions on a line, oldest first. */
  async steps(index = 0): Promise<string[]> {
    const rows = await this.shop.sql<{ action: string }>(
      `SELECT action FROM order_timeline WHERE subject_id = $1 ORDER BY version`,
      [this.lineId(index)],
    );
    return rows.map((row) => row.action);
  }
}
