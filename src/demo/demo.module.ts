import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { OrdersModule } from '../orders/index.js';
import { DemoShop } from './demo-shop.service.js';

@Module({
  imports: [AccountsModule, CatalogModule, OrdersModule],
  providers: [DemoShop],
})
export class DemoModule {}
