import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { OrdersModule } from '../orders/index.js';
import { AppConfig } from '../platform/index.js';
import { Carriers } from './carriers/carriers.js';
import { AdminNoticesController } from './http/admin-notices.controller.js';
import { DevicesController } from './http/devices.controller.js';
import { NoticeChoicesController } from './http/notice-choices.controller.js';
import { DeviceRepository } from './persistence/device.repository.js';
import { NoticeChoicesRepository } from './persistence/notice-choices.repository.js';
import { NoticeList } from './persistence/notice-list.queries.js';
import { NoticePeople } from './persistence/notice-people.queries.js';
import { NoticeRepository } from './persistence/notice.repository.js';
import { Devices } from './use-cases/devices.service.js';
import { FollowFacts } from './use-cases/follow-facts.service.js';
import { NoticeChoices } from './use-cases/notice-choices.service.js';
import { NoticeDesk } from './use-cases/notice-desk.service.js';
import { Notices } from './use-cases/notices.service.js';
import { OrderNews } from './use-cases/order-news.service.js';
import { SendNoticeJob } from './use-cases/send-notice.job.js';
import { WriteNoticeJob } from './use-cases/write-notice.job.js';

/** Tells people what has become of their orders. */
@Module({
  imports: [AccountsModule, CatalogModule, OrdersModule],
  controllers: [AdminNoticesController, DevicesController, NoticeChoicesController],
  providers: [
    {
      provide: Carriers,
      inject: [AppConfig],
      useFactory: ({ notices }: AppConfig) => Carriers.of(notices),
    },
    DeviceRepository,
    NoticeChoicesRepository,
    NoticeList,
    NoticeRepository,
    NoticePeople,
    Devices,
    NoticeChoices,
    Notices,
    OrderNews,
    NoticeDesk,
    FollowFacts,
    WriteNoticeJob,
    SendNoticeJob,
  ],
})
export class NoticesModule {}
