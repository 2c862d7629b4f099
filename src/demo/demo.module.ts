import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { DeliveryOptionsModule } from '../delivery-options/index.js';
import { DemoShop } from './demo-shop.service.js';

@Module({
  imports: [AccountsModule, CatalogModule, DeliveryOptionsModule],
  providers: [DemoShop],
})
export class DemoModule {}
