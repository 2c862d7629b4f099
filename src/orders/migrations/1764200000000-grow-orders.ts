import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From a walk to a lifecycle: lines and payments of their own, fees by code, every end. */
export class GrowOrders1764200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE orders
        DROP CONSTRAINT orders_status_check,
        DROP CONSTRAINT orders_payment_method_check,
        ADD CONSTRAINT orders_status_check CHECK (status IN ('pending_payment', 'placed',
          'accepted', 'picking', 'ready', 'out_for_delivery', 'delivery_failed', 'delivered',
          'cancelled', 'rejected', 'expired', 'returned')),
        ADD fees                jsonb,
        ADD cancel_requested_at timestamptz,
        ADD delivery_attempts   int NOT NULL DEFAULT 0,
        ADD delivered_at        timestamptz`);
    await queryRunner.query(`
      UPDATE orders SET
        fees = jsonb_build_array(
          jsonb_build_object('code', 'delivery', 'amountMinor', delivery_fee_minor)),
        delivery_attempts = (status IN ('out_for_delivery', 'delivered'))::int,
        delivered_at = (SELECT at FROM order_timeline timeline
          WHERE timeline.order_id = orders.id AND timeline.to_status = 'delivered')`);
    await queryRunner.query(`
      ALTER TABLE orders
        ALTER fees SET NOT NULL,
        DROP COLUMN delivery_fee_minor,
        ADD CHECK (total_minor >= subtotal_minor)`);
    await queryRunner.query(`
      ALTER TABLE order_lines
        ADD status               text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending',
          'found', 'short', 'substitute_proposed', 'substituted', 'refunded')),
        ADD version              int  NOT NULL DEFAULT 1,
        ADD picked_quantity      int  CHECK (picked_quantity >= 0),
        ADD reason_code          text,
        ADD tax_rate_bp          int  NOT NULL DEFAULT 0,
        ADD note                 text,
        ADD preference           text NOT NULL DEFAULT 'refund' CHECK (preference IN ('similar',
          'chosen', 'contact', 'refund')),
        ADD preferred_product_id uuid,
        ADD fallback             text NOT NULL DEFAULT 'refund' CHECK (fallback IN ('accept',
          'refund')),
        ADD substitute           jsonb,
        ADD answer_by            timestamptz`);
    await queryRunner.query(`
      UPDATE order_lines SET status = 'found', picked_quantity = quantity
      FROM orders WHERE orders.id = order_id
        AND orders.status IN ('ready', 'out_for_delivery', 'delivered')`);
    await queryRunner.query(`
      ALTER TABLE order_timeline
        ADD machine     text NOT NULL DEFAULT 'order' CHECK (machine IN ('order', 'line',
          'payment')),
        ADD subject_id  uuid,
        ADD action      text,
        ADD reason_code text`);
    await queryRunner.query(`
      UPDATE order_timeline SET subject_id = order_id, action = CASE to_status
        WHEN 'placed' THEN 'place' WHEN 'accepted' THEN 'accept' WHEN 'picking' THEN 'start'
        WHEN 'ready' THEN 'ready' WHEN 'out_for_delivery' THEN 'collect'
        WHEN 'delivered' THEN 'deliver' ELSE 'expire' END`);
    await queryRunner.query(`
      ALTER TABLE order_timeline ALTER subject_id SET NOT NULL, ALTER action SET NOT NULL`);
    await queryRunner.query(`
      CREATE TABLE payments (
        id                 uuid PRIMARY KEY,
        order_id           uuid   NOT NULL UNIQUE REFERENCES orders (id),
        method             text   NOT NULL CHECK (method IN ('cash_on_delivery',
                                    'card_on_delivery', 'card')),
        status             text   NOT NULL CHECK (status IN ('due_on_delivery', 'pending',
                                    'authorized', 'capture_pending', 'captured',
                                    'partially_refunded', 'refunded', 'void_pending', 'voided',
                                    'failed')),
        version            int    NOT NULL DEFAULT 1,
        currency           char(3) NOT NULL,
        hold_minor         bigint CHECK (hold_minor > 0),
        captured_minor     bigint NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
        refunded_minor     bigint NOT NULL DEFAULT 0,
        provider_reference text UNIQUE,
        CONSTRAINT payments_capture_within_hold CHECK (captured_minor <= hold_minor),
        CONSTRAINT payments_refund_within_capture
          CHECK (refunded_minor BETWEEN 0 AND captured_minor)
      )`);
    await queryRunner.query(`
      INSERT INTO payments (id, order_id, method, status, currency, captured_minor)
      SELECT gen_random_uuid(), id, payment_method,
        CASE status WHEN 'delivered' THEN 'captured' WHEN 'expired' THEN 'voided'
          ELSE 'due_on_delivery' END,
        currency, CASE status WHEN 'delivered' THEN total_minor ELSE 0 END
      FROM orders`);
    await queryRunner.query('ALTER TABLE orders DROP COLUMN payment_method');
  }

  async down(): Promise<void> {
    throw new Error('What lines and payments have become since cannot be told in the old tables.');
  }
}
