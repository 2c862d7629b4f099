import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders1764005000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE carts (
        customer_id uuid        NOT NULL,
        store_id    uuid        NOT NULL,
        version     int         NOT NULL DEFAULT 1,
        lines       jsonb       NOT NULL,
        expires_at  timestamptz NOT NULL,
        CONSTRAINT carts_pkey PRIMARY KEY (customer_id, store_id)
      );
      CREATE INDEX carts_expiry ON carts (expires_at);
    `);

    await queryRunner.query(`
      CREATE TABLE quotes (
        id          uuid        NOT NULL,
        customer_id uuid        NOT NULL,
        payload     jsonb       NOT NULL,
        expires_at  timestamptz NOT NULL,
        CONSTRAINT quotes_pkey PRIMARY KEY (id)
      );
      CREATE INDEX quotes_expiry ON quotes (expires_at);

      -- Which of a customer's quotes holds goods, and which did before: one row for each customer,
      -- so that of two quotes at once the second waits, and gives back what the first holds.
      CREATE TABLE quote_holds (
        customer_id     uuid NOT NULL,
        quote_id        uuid NOT NULL,
        store_id        uuid NOT NULL,
        former_quote_id uuid,
        former_store_id uuid,
        CONSTRAINT quote_holds_pkey PRIMARY KEY (customer_id)
      );
    `);

    // Quotes are forgotten when they have expired: orders keep copies, and no reference to them.
    await queryRunner.query(`
      CREATE TABLE orders (
        id                  uuid        NOT NULL,
        version             int         NOT NULL DEFAULT 1,
        number              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 1001),
        quote_id            uuid        NOT NULL,
        customer_id         uuid        NOT NULL,
        store_id            uuid        NOT NULL,
        store_lat           float8      NOT NULL,
        store_lng           float8      NOT NULL,
        status              text        NOT NULL,
        slot_id             uuid,
        promised_from       timestamptz,
        promised_until      timestamptz,
        deliver_to          jsonb       NOT NULL,
        delivery_pin        char(4)     NOT NULL,
        currency            char(3)     NOT NULL,
        subtotal_minor      bigint      NOT NULL,
        fees                jsonb       NOT NULL,
        total_minor         bigint      NOT NULL,
        picker_id           uuid,
        placed_at           timestamptz NOT NULL,
        cancel_requested_at timestamptz,
        needs_dispatch_at   timestamptz,
        delivery_attempts   int         NOT NULL DEFAULT 0,
        delivered_at        timestamptz,
        CONSTRAINT orders_pkey PRIMARY KEY (id),
        CONSTRAINT orders_number_key UNIQUE (number),
        CONSTRAINT orders_quote_id_key UNIQUE (quote_id),
        CONSTRAINT orders_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES delivery_slots (id),
        CONSTRAINT orders_status_check CHECK (status IN ('pending_payment', 'placed', 'accepted',
          'picking', 'ready', 'out_for_delivery', 'delivery_failed', 'delivered', 'cancelled',
          'rejected', 'expired', 'returned')),
        CONSTRAINT orders_promise_is_whole
          CHECK ((promised_from IS NULL) = (promised_until IS NULL)),
        CONSTRAINT orders_slot_or_promise CHECK (slot_id IS NULL OR promised_until IS NULL),
        CONSTRAINT orders_delivery_pin_check CHECK (delivery_pin ~ '^[0-9]{4}$'),
        CONSTRAINT orders_subtotal_minor_check CHECK (subtotal_minor >= 0),
        -- What is between the two are the fees.
        CONSTRAINT orders_total_covers_subtotal CHECK (total_minor >= subtotal_minor)
      );
      CREATE INDEX orders_of_customer ON orders (customer_id, placed_at DESC, id DESC);
      CREATE INDEX orders_queue ON orders (status, placed_at, id);
      CREATE INDEX orders_of_slot ON orders (slot_id) WHERE slot_id IS NOT NULL;
    `);

    await queryRunner.query(`
      CREATE TABLE order_lines (
        id                   uuid   NOT NULL,
        version              int    NOT NULL DEFAULT 1,
        order_id             uuid   NOT NULL,
        position             int    NOT NULL,
        product_id           uuid   NOT NULL,
        sku                  text   NOT NULL,
        name                 text   NOT NULL,
        size_label           text,
        unit                 text   NOT NULL,
        quantity             int    NOT NULL,
        price_minor          bigint NOT NULL,
        line_total_minor     bigint NOT NULL,
        tax_rate_bp          int    NOT NULL DEFAULT 0,
        minimum_age          int,
        note                 text,
        preference           text   NOT NULL DEFAULT 'refund',
        preferred_product_id uuid,
        fallback             text   NOT NULL DEFAULT 'refund',
        status               text   NOT NULL DEFAULT 'pending',
        picked_quantity      int,
        reason_code          text,
        substitute           jsonb,
        answer_by            timestamptz,
        CONSTRAINT order_lines_pkey PRIMARY KEY (id),
        CONSTRAINT order_lines_order_id_position_key UNIQUE (order_id, position),
        CONSTRAINT order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id),
        CONSTRAINT order_lines_unit_check CHECK (unit IN ('each', 'g')),
        CONSTRAINT order_lines_quantity_check CHECK (quantity > 0),
        CONSTRAINT order_lines_price_minor_check CHECK (price_minor > 0),
        CONSTRAINT order_lines_line_total_minor_check CHECK (line_total_minor >= 0),
        CONSTRAINT order_lines_preference_check
          CHECK (preference IN ('similar', 'chosen', 'contact', 'refund')),
        CONSTRAINT order_lines_fallback_check CHECK (fallback IN ('accept', 'refund')),
        CONSTRAINT order_lines_status_check CHECK (status IN
          ('pending', 'found', 'short', 'substitute_proposed', 'substituted', 'refunded')),
        CONSTRAINT order_lines_picked_quantity_check CHECK (picked_quantity >= 0)
      );
    `);

    // Every step of an order, of its lines and of its payment, in one numbering.
    await queryRunner.query(`
      CREATE TABLE order_timeline (
        id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
        order_id    uuid        NOT NULL,
        version     int         NOT NULL,
        machine     text        NOT NULL DEFAULT 'order',
        subject_id  uuid        NOT NULL,
        action      text        NOT NULL,
        from_status text,
        to_status   text        NOT NULL,
        actor_id    uuid,
        actor_role  text        NOT NULL,
        reason      text,
        reason_code text,
        at          timestamptz NOT NULL,
        CONSTRAINT order_timeline_pkey PRIMARY KEY (id),
        CONSTRAINT order_timeline_order_id_version_key UNIQUE (order_id, version),
        CONSTRAINT order_timeline_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id),
        CONSTRAINT order_timeline_machine_check CHECK (machine IN ('order', 'line', 'payment'))
      );
    `);

    await queryRunner.query(`
      CREATE TABLE payments (
        id                 uuid    NOT NULL,
        version            int     NOT NULL DEFAULT 1,
        order_id           uuid    NOT NULL,
        method             text    NOT NULL,
        status             text    NOT NULL,
        currency           char(3) NOT NULL,
        hold_minor         bigint,
        captured_minor     bigint  NOT NULL DEFAULT 0,
        refunded_minor     bigint  NOT NULL DEFAULT 0,
        provider_reference text,
        -- What stands for the card, until the provider has answered.
        token              text,
        CONSTRAINT payments_pkey PRIMARY KEY (id),
        CONSTRAINT payments_order_id_key UNIQUE (order_id),
        CONSTRAINT payments_provider_reference_key UNIQUE (provider_reference),
        CONSTRAINT payments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id),
        CONSTRAINT payments_method_check
          CHECK (method IN ('cash_on_delivery', 'card_on_delivery', 'card')),
        CONSTRAINT payments_status_check CHECK (status IN ('due_on_delivery', 'pending',
          'authorized', 'capture_pending', 'captured', 'partially_refunded', 'refunded',
          'void_pending', 'voided', 'failed')),
        CONSTRAINT payments_hold_minor_check CHECK (hold_minor > 0),
        CONSTRAINT payments_captured_minor_check CHECK (captured_minor >= 0),
        -- Nothing is held for what is paid at the door, and a NULL passes.
        CONSTRAINT payments_capture_within_hold CHECK (captured_minor <= hold_minor),
        CONSTRAINT payments_refund_within_capture
          CHECK (refunded_minor BETWEEN 0 AND captured_minor)
      );

      -- What the provider has announced already: it may say a thing twice.
      CREATE TABLE payment_events (
        id          text        NOT NULL,
        type        text        NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT payment_events_pkey PRIMARY KEY (id)
      );
    `);

    await queryRunner.query(`
      CREATE TABLE order_claims (
        id         uuid        NOT NULL,
        order_id   uuid        NOT NULL,
        note       text,
        photo      text,
        created_at timestamptz NOT NULL,
        CONSTRAINT order_claims_pkey PRIMARY KEY (id),
        CONSTRAINT order_claims_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id)
      );
      CREATE INDEX order_claims_of_order ON order_claims (order_id);

      CREATE TABLE order_claim_lines (
        claim_id      uuid NOT NULL,
        position      int  NOT NULL,
        order_line_id uuid NOT NULL,
        kind          text NOT NULL,
        quantity      int  NOT NULL,
        CONSTRAINT order_claim_lines_pkey PRIMARY KEY (claim_id, position),
        CONSTRAINT order_claim_lines_claim_id_fkey
          FOREIGN KEY (claim_id) REFERENCES order_claims (id),
        CONSTRAINT order_claim_lines_order_line_id_fkey
          FOREIGN KEY (order_line_id) REFERENCES order_lines (id),
        CONSTRAINT order_claim_lines_kind_check
          CHECK (kind IN ('missing', 'damaged', 'wrong', 'quality')),
        CONSTRAINT order_claim_lines_quantity_check CHECK (quantity > 0)
      );

      CREATE TABLE payment_refunds (
        id                 uuid        NOT NULL,
        order_id           uuid        NOT NULL,
        order_line_id      uuid,
        claim_id           uuid,
        amount_minor       bigint      NOT NULL,
        status             text        NOT NULL,
        reason             text        NOT NULL,
        failure            text,
        asked_by           uuid,
        provider_reference text,
        created_at         timestamptz NOT NULL,
        CONSTRAINT payment_refunds_pkey PRIMARY KEY (id),
        CONSTRAINT payment_refunds_provider_reference_key UNIQUE (provider_reference),
        CONSTRAINT payment_refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id),
        CONSTRAINT payment_refunds_order_line_id_fkey
          FOREIGN KEY (order_line_id) REFERENCES order_lines (id),
        CONSTRAINT payment_refunds_claim_id_fkey
          FOREIGN KEY (claim_id) REFERENCES order_claims (id),
        CONSTRAINT payment_refunds_amount_minor_check CHECK (amount_minor > 0),
        CONSTRAINT payment_refunds_status_check
          CHECK (status IN ('pending', 'succeeded', 'failed', 'due'))
      );
      CREATE INDEX payment_refunds_of_order ON payment_refunds (order_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE payment_refunds, order_claim_lines, order_claims, payment_events, payments,
        order_timeline, order_lines, orders, quote_holds, quotes, carts
    `);
  }
}
