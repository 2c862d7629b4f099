import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule, accountsSchema } from './accounts/index.js';
import { CacheModule } from './cache/index.js';
import { CatalogModule, catalogSchema } from './catalog/index.js';
import { DeliveryOptionsModule, deliveryOptionsSchema } from './delivery-options/index.js';
import { DemoModule } from './demo/index.js';
import { DriversModule, driversSchema } from './drivers/index.js';
import { NoticesModule, noticesSchema } from './notices/index.js';
import { OrdersModule, ordersSchema } from './orders/index.js';
import { type AppConfig, type ModuleSchema } from './platform/index.js';
import { TrackingModule, trackingSchema } from './tracking/index.js';
import { PlatformModule } from './platform/app.js';

/** The schemas of the modules; the platform adds its own. */
export const schemas: readonly ModuleSchema[] = [
  accountsSchema,
  catalogSchema,
  deliveryOptionsSchema,
  ordersSchema,
  driversSchema,
  trackingSchema,
  noticesSchema,
];

/** Larder's modules, in the order of their dependencies. */
@Module({})
export class AppModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, schemas),
        CacheModule,
        AccountsModule,
        CatalogModule,
        DeliveryOptionsModule,
        OrdersModule,
        DriversModule,
        TrackingModule,
        NoticesModule,
        DemoModule,
      ],
    };
  }
}
