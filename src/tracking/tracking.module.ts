import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { CatalogModule } from '../catalog/index.js';
import { DriversModule } from '../drivers/index.js';
import { OrdersModule } from '../orders/index.js';
import { BoardService } from './board.service.js';
import { BoardController } from './http/board.controller.js';
import { PollLane } from './http/poll-lane.js';
import { ShareController } from './http/share.controller.js';
import { TrackingAnswers } from './http/tracking-answers.js';
import { TrackingController } from './http/tracking.controller.js';
import { TrackingStreams } from './http/tracking-streams.js';
import { LivePositionsService } from './live-positions.service.js';
import { ShareLinkRepository } from './persistence/share-link.repository.js';
import { SharePeople } from './share-people.queries.js';
import { ShareLinks } from './share-links.service.js';
import { TrackingService } from './tracking.service.js';
import { TrackingSnapshotsService } from './tracking-snapshots.service.js';

@Module({
  imports: [AccountsModule, CatalogModule, OrdersModule, DriversModule],
  controllers: [TrackingController, ShareController, BoardController],
  providers: [
    ShareLinkRepository,
    ShareLinks,
    SharePeople,
    LivePositionsService,
    TrackingSnapshotsService,
    TrackingService,
    BoardService,
    TrackingAnswers,
    PollLane,
    TrackingStreams,
  ],
})
export class TrackingModule {}
